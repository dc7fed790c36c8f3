import { sourceStream, type FactToRecord, type Histories } from '#libs/domain';
import { backgroundOf, type Background } from './background.ts';
import { duplicateIds } from './duplicate-ids.ts';
import { faultsOf } from './faults-of.ts';
import { inOrder } from './in-order.ts';
import { itemToFacts, type Facts } from './item-to-facts.ts';
import { defaultAttribution } from './item-vocabulary.ts';
import { itemsOf } from './placed-items.ts';
import { isObject, quoted, type RecordError } from './record-error.ts';
import { recordFrame } from './record-schema.ts';

/** The most facts one record may hold: all of them are one append. */
const MAX_FACTS = 5000;

/**
 * The facts a record tells, in an order in which they can be recorded, or everything that is wrong with it. It decides
 * only about form; whether a fact fits the ledger, `recordFacts` of the domain decides.
 *
 * @param value the record, as `parseRecordText` gives it or as JSON from a request.
 * @param histories what the ledger holds in the streams of `streamsNamed(value)`, so that a record may lean on sources,
 * meetings and commitments recorded before; leave it out where there is no ledger to ask, as in a dry run.
 */
export function recordToFacts(value: unknown, histories?: Histories): Facts {
  if (!isObject(value)) {
    const fault = `${quoted(value)} is not a record`;
    return { errors: [{ pointer: '', fault, remedy: 'write keys such as source, meeting and commitments' }] };
  }
  const frame = recordFrame.safeParse(value);
  const items = itemsOf(value);
  const background = backgroundOf(value, attributionIn(value), histories);
  const results = items.map(({ kind, raw, pointer }) => itemToFacts(kind, raw, pointer, background));
  const errors = [
    ...faultsOf(recordFrame, value, frame.error?.issues ?? [], '', 'a record'),
    ...unknownSource(value['source'], histories),
    ...duplicateIds(items),
    ...results.flatMap((result) => ('errors' in result ? result.errors : [])),
  ];
  if (errors.length > 0) return { errors };
  const facts = results.flatMap((result) => ('facts' in result ? result.facts : []));
  const problem = sizeProblem(facts);
  return problem ? { errors: [problem] } : { facts: inOrder(facts) };
}

function unknownSource(source: unknown, histories: Histories | undefined): readonly RecordError[] {
  if (typeof source !== 'string' || !histories || histories.get(sourceStream(source))?.length) return [];
  return [
    {
      pointer: '/source',
      fault: `${quoted(source)} is not a registered source`,
      remedy: 'correct the id, or describe the source here: id, publisher, title, published, language',
    },
  ];
}

/** A faulty attribution is reported once, for itself; the items then go on with a stand-in. */
function attributionIn({ attribution }: Readonly<Record<string, unknown>>): Background['attribution'] {
  if (attribution === undefined) return {};
  const parsed = defaultAttribution.safeParse(attribution);
  return parsed.success ? parsed.data : { saidBy: 'unknown', onBehalfOf: 'UA', reporter: 'third-party' };
}

function sizeProblem({ length }: readonly FactToRecord[]): RecordError | undefined {
  if (length === 0) {
    return {
      pointer: '',
      fault: 'records nothing',
      remedy: 'add a source, a meeting, commitments or deliveries',
    };
  }
  if (length <= MAX_FACTS) return undefined;
  return {
    pointer: '',
    fault: `holds ${length} facts`,
    remedy: `split it into records of at most ${MAX_FACTS}`,
  };
}
