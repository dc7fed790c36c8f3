import { changeJsonSchema, eventJsonSchema, eventShapes } from '#libs/domain';
import { recordJsonSchema } from '#libs/interchange';

/** A JSON Schema that others may read. */
export interface PublishedSchema {
  readonly title: string;
  /** Where this ledger serves it. */
  readonly path: string;
  /** What it is called everywhere, whichever ledger serves it. */
  readonly id: string;
  readonly document: Readonly<Record<string, unknown>>;
}

const published = (document: Readonly<Record<string, unknown>>): PublishedSchema => {
  const id = String(document['$id']);
  return { title: String(document['title']), path: new URL(id).pathname, id, document };
};

let made: ReadonlyMap<string, PublishedSchema> | undefined;

/** Every schema by its path, made when first asked for: it takes some tens of milliseconds and most processes never are. */
export function publishedSchemas(): ReadonlyMap<string, PublishedSchema> {
  made ??= new Map(
    [recordJsonSchema(), changeJsonSchema(), ...eventShapes.map(eventJsonSchema)].map((document) => {
      const schema = published(document);
      return [schema.path, schema] as const;
    }),
  );
  return made;
}
