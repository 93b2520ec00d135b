import { extname, join, parse } from 'node:path';
import {
  exportCsv,
  exportParquet,
  exportStdf,
  exportWaferMaps,
  readJournal,
  renderReport,
} from '@fourwire/bench';
import { FourwireError } from '@fourwire/core';
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { refuseSameFile, writeWhole } from '../files/write-whole.ts';
import type { Io } from '../io.ts';
import { checkJournal } from '../runs/check-journal.ts';
import { example } from '../text/example.ts';
import { formatJson } from '../text/json.ts';

interface ExportChoice {
  readonly out: string;
  readonly table: 'measurements' | 'readings';
  readonly json?: true;
}

const allEndings = '.csv, .parquet, .stdf, .sinf (wafer maps), .xml (wafer maps, SEMI G85)';

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
    .requiredOption('--out <file>', `the file to write: ${allEndings}`)
    .addOption(
      new Option('--table <name>', 'what of it goes into a table')
        .choices(['measurements', 'readings'])
        .default('measurements'),
    )
    .option('--json', 'what was written, as JSON')
    .addHelpText(
      'after',
      example(
        'fourwire record export run.jsonl --out run.csv',
        'fourwire record export run.jsonl --out run.parquet --table readings',
      ),
    )
    .action(async (journal: string, choice: ExportChoice) => {
      await checkJournal(io, journal);
      await refuseSameFile(choice.out, journal);
      const files = await write(journal, choice, io.signal);
      io.out(choice.json ? formatJson({ journal, files }) : `${journal} is written to ${files.join(', ')}\n`);
    });
  record
    .command('report')
    .description('write a journal as a report for people: one HTML file')
    .argument('<journal>', 'the journal of a run, in JSON lines')
    .requiredOption('--out <file>', 'the file to write, .html', htmlFile)
    .option('--time-zone <name>', 'of all times, for example Europe/Berlin', 'UTC')
    .option('--json', 'what was written, as JSON')
    .addHelpText(
      'after',
      example('fourwire record report run.jsonl --out run.html --time-zone Europe/Berlin'),
    )
    .action(
      async (journal: string, { out, timeZone, json }: { out: string; timeZone: string; json?: true }) => {
        const zone = checkedZone(timeZone);
        await checkJournal(io, journal);
        await refuseSameFile(out, journal);
        await writeWhole(out, [await renderReport(readJournal(journal), { timeZone: zone })], io.signal);
        io.out(json ? formatJson({ journal, file: out }) : `The report of ${journal} is in ${out}\n`);
      },
    );
}

/** Writes the file, or a file for each wafer; gives their paths. */
async function write(
  journal: string,
  { out, table }: ExportChoice,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const { ext, name, dir } = parse(out);
  const stream = async (chunks: AsyncIterable<string | Uint8Array>): Promise<readonly string[]> => {
    await writeWhole(out, chunks, signal);
    return [out];
  };
  switch (ext.toLowerCase()) {
    case '.csv':
      return stream(exportCsv(readJournal(journal), { table }));
    case '.parquet':
      return stream(exportParquet(readJournal(journal), { table }));
    case '.stdf':
      return stream(exportStdf(readJournal(journal)));
    case '.sinf':
    case '.xml': {
      const format = ext.toLowerCase() === '.sinf' ? 'sinf' : 'g85';
      const maps = await exportWaferMaps(readJournal(journal), { format });
      const files = maps.map((map) => ({
        path: maps.length === 1 ? out : join(dir, `${name}-${map.name.replaceAll(/[^\w.-]+/g, '-')}${ext}`),
        text: map.text,
      }));
      for (const { path, text } of files) await writeWhole(path, [text], signal);
      return files.map(({ path }) => path);
    }
    default:
      throw new FourwireError(
        'range',
        'export-format-unknown',
        `The form of "${out}" is not known by its name; end it with one of ${allEndings}.`,
      );
  }
}

function htmlFile(path: string): string {
  if (['.html', '.htm'].includes(extname(path).toLowerCase())) return path;
  throw new InvalidArgumentError('A report is HTML; let its name end in .html.');
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
