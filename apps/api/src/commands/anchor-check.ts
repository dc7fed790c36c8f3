import { type Anchor, evidenceIn, type FactToRecord, isAnchor } from '#libs/domain';
import { checkAnchor } from '#libs/interchange';
import { Inject, Injectable } from '@nestjs/common';
import { DocumentTexts } from '../documents/document-texts.ts';
import { grouped } from '../grouped.ts';
import { type RefusalAtDoor } from '../problems/refused.ts';

export interface AnchorFindings {
  readonly wrong: readonly RefusalAtDoor[];
  /** Which documents anchors point into that nobody has stored, in sentences. */
  readonly warnings: readonly string[];
}

/** Holds every anchor of the facts against its document, where that is stored. */
@Injectable()
export class AnchorCheck {
  constructor(@Inject(DocumentTexts) private readonly texts: DocumentTexts) {}

  async check(facts: readonly FactToRecord[]): Promise<AnchorFindings> {
    const anchors = facts.flatMap(anchorsIn);
    const documents = grouped(anchors, ({ anchor }) => anchor.document);
    const wrong: RefusalAtDoor[] = [];
    const warnings: string[] = [];
    for (const [document, pointing] of documents) {
      const text = await this.texts.textOf(document);
      if (text === undefined || text === null) {
        const why = text === null ? 'is not UTF-8 text' : 'is not stored here';
        warnings.push(
          `The document ${document} ${why}, so ${pointing.length} anchors into it were not checked.`,
        );
        continue;
      }
      for (const { anchor, pointer } of pointing) {
        const found = checkAnchor(text, anchor);
        if ('fault' in found) wrong.push({ code: 'anchor-mismatch', pointer, ...found });
      }
    }
    return { wrong, warnings };
  }
}

interface PointedAnchor {
  readonly anchor: Anchor;
  readonly pointer: string;
}

function anchorsIn({ pointer, fact }: FactToRecord): readonly PointedAnchor[] {
  const anew = fact.type === 'CorrectionRecorded' ? fact.data.replacement : undefined;
  const own = evidenceIn(fact).flatMap(({ item, pointer: at }) =>
    isAnchor(item) ? [{ anchor: item, pointer: pointer + at }] : [],
  );
  return anew ? [...own, ...anchorsIn({ pointer: `${pointer}/replacement`, fact: anew })] : own;
}
