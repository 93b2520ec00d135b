import { writeFile } from 'node:fs/promises';
import { parseJournal } from '../src/records/read-journal.ts';
import { renderReport } from '../src/report/render-report.ts';
import { sampleJournal } from './sample-run.ts';

/** Writes the sample report to the file given: `tsx --conditions=@fourwire/source write-sample-report.ts report.html`. */
async function main(path: string): Promise<void> {
  const journal = await sampleJournal();
  await writeFile(path, await renderReport(parseJournal(journal), { timeZone: 'Europe/Berlin' }));
}

void main(process.argv[2] ?? 'report.html');
