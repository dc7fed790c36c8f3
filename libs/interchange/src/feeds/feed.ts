/** What a feed says of a document behind an entry. */
export interface FeedLink {
  readonly title: string;
  /** http or https. */
  readonly address: string;
}

/** One entry of a feed, in no format yet. */
export interface FeedEntry {
  /** A URN or IRI that is never another entry's, and the same in every feed that has this one. */
  readonly id: string;
  readonly title: string;
  /** Plain text. */
  readonly summary: string;
  /** RFC 3339. */
  readonly updated: string;
  /** Where to read more: absolute. */
  readonly address: string;
  readonly authors: readonly string[];
  readonly sources: readonly FeedLink[];
  readonly tags: readonly string[];
}

/** A feed, or one part of it, newest entry first. All addresses are absolute. */
export interface Feed {
  /** A URN or IRI, the same for all parts of the feed. */
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  /** RFC 3339. */
  readonly updated: string;
  /** This part. */
  readonly self: string;
  /** The part with the newest entries, where this is another one. */
  readonly current: string | null;
  /** The part with the entries before these. */
  readonly older: string | null;
  readonly home: string;
  /** Of entries that name nobody. */
  readonly author: string;
  readonly entries: readonly FeedEntry[];
}
