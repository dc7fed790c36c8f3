// Shows that something is under way: a turning line with the seconds on a terminal, one plain line elsewhere.

const SHOW_AFTER_MS = 700;
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** Runs `work` and answers its answer; whatever takes longer than a moment is shown, under `title`, on stderr. */
export async function showProgress(title, work) {
  const start = Date.now();
  const seconds = () => Math.round((Date.now() - start) / 1000);
  const show = process.stderr.isTTY ? turningLine(title, seconds) : plainLine(title);
  try {
    return await work();
  } finally {
    show.end();
  }
}

function turningLine(title, seconds) {
  let frame = 0;
  const timer = setInterval(() => {
    frame += 1;
    if (frame * 100 < SHOW_AFTER_MS) return;
    process.stderr.write(`\r\x1b[K${FRAMES[frame % FRAMES.length]} ${title} … ${seconds()} s`);
  }, 100);
  return {
    end() {
      clearInterval(timer);
      if (frame * 100 < SHOW_AFTER_MS) return;
      process.stderr.write(`\r\x1b[K✓ ${title} (${seconds()} s)\n`);
    },
  };
}

function plainLine(title) {
  const timer = setTimeout(() => process.stderr.write(`${title} …\n`), SHOW_AFTER_MS);
  return { end: () => clearTimeout(timer) };
}
