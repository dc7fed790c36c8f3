/** There are no read models just now: they were never built, or are being replaced. Ask again shortly. */
export class ReadModelsAbsent extends Error {
  override readonly name = 'ReadModelsAbsent';
  readonly code = 'read-models-absent';
  constructor(cause?: unknown) {
    super('The read models are not there; they are built by the projector', { cause });
  }
}

/** A cursor that this list never gave out, or gave out for another order. Begin at the first page. */
export class BadCursor extends Error {
  override readonly name = 'BadCursor';
  readonly code = 'bad-cursor';
  constructor() {
    super('The cursor is not one that this list gave out in this order');
  }
}

// undefined_table, undefined_column, invalid_schema_name: gone, or made by another version of this build.
const STRUCTURE_MISSING: readonly unknown[] = ['42P01', '42703', '3F000'];

/** Whether an error of the database says that tables are not there. */
export const isStructureMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && STRUCTURE_MISSING.includes(error.code);
