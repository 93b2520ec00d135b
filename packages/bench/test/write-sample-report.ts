import { writeFile } from 'node:fs/promises';
import { parseJournal } from '../src/records/read-journal.ts';
import { renderReport } from '../src/report/render-report.ts';
import { sampleJournal, sampleSections } from './sample-run.ts';

/** Writes the sample report to the file given: `tsx --conditions=@fourwire/source write-sample-report.ts report.html`. */
async function main(path: string): Promise<void> {
  const journal = await sampleJournal();
  const sections = await sampleSections(journal);
  await writeFile(path, await renderReport(parseJournal(journal), { timeZone: 'Europe/Berlin', sections }));
}

void main(process.argv[2] ?? 'report.html');
