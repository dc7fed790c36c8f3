import { type ReadModels, ReadModelsAbsent } from '#libs/read-models';
import { type Candidates } from '../lint/candidates.ts';

/** The commitments that the read models hold, for the linter. */
export const candidatesIn = (readModels: ReadModels): Candidates => ({
  alike: async (wanted) => {
    try {
      return await readModels.alike(wanted);
    } catch (error) {
      if (error instanceof ReadModelsAbsent) return undefined;
      throw error;
    }
  },
});
