import { CHANGE_SCHEMA_ID, changeBody } from '#libs/domain';
import { CHANGE_TYPE } from '#libs/messaging';
import { z } from 'zod';

/** A change with its number, as a page holds it. */
export const numberedChange = z
  .strictObject({
    specversion: z.literal('1.0'),
    id: z.uuid().describe('The id of the event that made it'),
    source: z.string().describe('The ledger it is of, as a URN with #changes'),
    type: z.literal(CHANGE_TYPE),
    subject: z.string().describe('The stream of the commitment'),
    time: z.string(),
    dataschema: z
      .literal(CHANGE_SCHEMA_ID)
      .describe('The $id of the JSON Schema of data, as /schemas lists them'),
    datacontenttype: z.literal('application/json'),
    number: z.int().describe('Its place in the order of publishing, from 1'),
    position: z.int().describe('Of the event that made it'),
    data: changeBody,
  })
  .meta({ id: 'NumberedChange', description: 'A CloudEvent 1.0 that tells a change' });

export const changePage = z
  .strictObject({
    items: z.array(numberedChange),
    next: z.int().describe('Send it as after to go on from here'),
    asOf: z.strictObject({ number: z.int().describe('The last number given') }),
  })
  .meta({ id: 'ChangePage' });
