import { MochaTestRunner, strykerPlugins, strykerValidationSchema } from '@stryker-mutator/mocha-runner';

/**
 * Stryker's runner for mocha, without its fresh process for every mutant that is also passed while files are loaded. Here
 * such a mutant is switched on for its tests alone (`ignoreStatic`), when all is loaded, so a process that loads everything
 * anew shows nothing that this one does not, and takes some seconds for each of 1,500.
 */
MochaTestRunner.prototype.capabilities = () => Promise.resolve({ reloadEnvironment: true });

export { strykerPlugins, strykerValidationSchema };
