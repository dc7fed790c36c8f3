// Shows that something is under way: a turning line with the seconds on a terminal, one plain line elsewhere.

const SHOW_AFTER_MS = 700;
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/**
 * Runs `work` and answers its answer; whatever takes longer than a moment is shown, under `title`, on stderr. `work` is
 * given a function to tell of the step it has come to.
 */
export async function showProgress(title, work) {
  const start = Date.now();
  const seconds = () => Math.round((Date.now() - start) / 1000);
  const show = process.stderr.isTTY ? turningLine(title, seconds) : plainLine(title);
  try {
    return await work(show.tell);
  } finally {
    show.end();
  }
}

function turningLine(title, seconds) {
  let frame = 0;
  let step = title;
  const timer = setInterval(() => {
    frame += 1;
    if (frame * 100 < SHOW_AFTER_MS) return;
    process.stderr.write(`\r\x1b[K${FRAMES[frame % FRAMES.length]} ${step} … ${seconds()} s`);
  }, 100);
  return {
    tell(text) {
      step = text;
    },
    end() {
      clearInterval(timer);
      if (frame * 100 < SHOW_AFTER_MS) return;
      process.stderr.write(`\r\x1b[K✓ ${title} (${seconds()} s)\n`);
    },
  };
}

/** A step that is over in a moment is not told of. */
function plainLine(title) {
  const later = (text) => setTimeout(() => process.stderr.write(`${text} …\n`), SHOW_AFTER_MS);
  let timer = later(title);
  return {
    tell(text) {
      clearTimeout(timer);
      timer = later(text);
    },
    end: () => clearTimeout(timer),
  };
}
