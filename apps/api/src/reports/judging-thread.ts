import { DocumentStore, EventStore } from '#libs/event-store';
import { judgeSome, type JudgeSome } from '#libs/reports';
import { Pool } from 'pg';
import { Piscina } from 'piscina';
import { documentTexts } from './document-texts.ts';
import { type Common } from './making.ts';
import { storedHistory } from './stored-history.ts';

// A thread of the process that makes a report. What it is asked for is a function of what the report is of and of the
// question, so that it makes no difference which of the threads is asked.

const { databaseUrl, of } = Piscina.workerData as Common;
const pool = new Pool({ connectionString: databaseUrl, max: 1, application_name: 'ledger-report' });
const history = storedHistory(new EventStore(pool), of.position);
const documents = documentTexts(of.documents, new DocumentStore(pool));
documents.catch(() => undefined);

/** Some commitments, each judged by itself. */
export const judge: JudgeSome = async (ids) =>
  judgeSome(ids, { history, validAt: of.validAt, position: of.position, documents: await documents });
