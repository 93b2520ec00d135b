import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { exportCsv, exportParquet, readJournal, renderReport } from '@fourwire/bench';
import { FourwireError } from '@fourwire/core';
import { Option } from 'commander';
import type { Command } from 'commander';
import type { Io } from '../io.ts';
import { formatJson } from '../text/json.ts';

interface ExportChoice {
  readonly out: string;
  readonly table: 'measurements' | 'readings';
  readonly json?: true;
}

const formats = ['csv', 'parquet'] as const;

/** Adds `fourwire record export` and `fourwire record report`. */
export function addRecord(program: Command, io: Io): void {
  const record = program
    .command('record')
    .description('make files and reports of the record of a run')
    .helpCommand(false);
  record
    .command('export')
    .description('write a journal as a file of another form, by the ending of its name')
    .argument('<journal>', 'the journal of a run, in JSON lines')
    .requiredOption('--out <file>', `the file to write: ${formats.map((ending) => `.${ending}`).join(', ')}`)
    .addOption(
      new Option('--table <name>', 'what to write')
        .choices(['measurements', 'readings'])
        .default('measurements'),
    )
    .option('--json', 'what was written, as JSON')
    .action(async (journal: string, choice: ExportChoice) => {
      const { out, table, json } = choice;
      await pipeline(Readable.from(chunks(journal, choice)), createWriteStream(out));
      io.out(json ? formatJson({ journal, table, file: out }) : `${table} of ${journal} are in ${out}\n`);
    });
  record
    .command('report')
    .description('write a journal as a report for people: one HTML file')
    .argument('<journal>', 'the journal of a run, in JSON lines')
    .requiredOption('--out <file>', 'the file to write, .html')
    .option('--time-zone <name>', 'of all times, for example Europe/Berlin', 'UTC')
    .option('--json', 'what was written, as JSON')
    .action(
      async (journal: string, { out, timeZone, json }: { out: string; timeZone: string; json?: true }) => {
        await writeFile(out, await renderReport(readJournal(journal), { timeZone: checkedZone(timeZone) }));
        io.out(json ? formatJson({ journal, file: out }) : `The report of ${journal} is in ${out}\n`);
      },
    );
}

function chunks(journal: string, { out, table }: ExportChoice): AsyncIterable<string | Uint8Array> {
  const ending = formats.find((candidate) => out.toLowerCase().endsWith(`.${candidate}`));
  if (ending === 'csv') return exportCsv(readJournal(journal), { table });
  if (ending === 'parquet') return exportParquet(readJournal(journal), { table });
  throw new FourwireError(
    'range',
    'export-format-unknown',
    `The form of "${out}" is not known by its name; end it with one of ${formats.map((one) => `.${one}`).join(', ')}.`,
  );
}

function checkedZone(name: string): string {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone;
  } catch (cause) {
    throw new FourwireError(
      'range',
      'time-zone-unknown',
      `There is no time zone "${name}"; use an IANA name, such as UTC or Europe/Berlin.`,
      { cause },
    );
  }
}
