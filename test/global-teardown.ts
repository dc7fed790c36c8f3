/** Stops what global-setup.ts started. */
async function tearDown(): Promise<void> {
  await globalThis.stopTestServers?.();
}

// Jest asks for it by this name.
export { tearDown as default };
