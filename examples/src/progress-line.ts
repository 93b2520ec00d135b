import type { WriteStream } from 'node:tty';
import { formatDuration, systemClock } from '@fourwire/core';
import type { Progress } from './qualify-wafer.ts';

const barWidth = 24;

/** How often a line is written where it cannot be written over, in ms. */
const plainEveryMs = 2000;

/** Shows progress: one line that is written over on a terminal, a line every two seconds elsewhere. */
export function progressLine(stream: WriteStream): (progress: Progress) => void {
  const began = systemClock.monotonic();
  let last = -Infinity;
  return ({ fraction, text }) => {
    const now = systemClock.monotonic();
    const elapsed = now - began;
    if (stream.isTTY) {
      const done = Math.round(fraction * barWidth);
      const bar = `${'█'.repeat(done)}${'░'.repeat(barWidth - done)}`;
      const left =
        fraction > 0.02
          ? `, ${formatDuration(Math.round((elapsed * (1 - fraction)) / fraction / 1000) * 1000)} left`
          : '';
      const line = `${bar} ${Math.round(fraction * 100)} %  ${text}${left}`;
      stream.write(`\r\u001B[2K${line.slice(0, Math.max(20, (stream.columns || 80) - 1))}`);
    } else if (now - last >= plainEveryMs || fraction === 1) {
      last = now;
      stream.write(`${Math.round(fraction * 100)} %  ${text}\n`);
    }
  };
}
