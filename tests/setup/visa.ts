import { output, python } from './programs.ts';

/** Runs statements on `instrument`, opened by pyvisa-py at an address; gives the lines that they print. */
export async function visa(address: string, statements: readonly string[]): Promise<readonly string[]> {
  const script = [
    'import pyvisa',
    `instrument = pyvisa.ResourceManager("@py").open_resource("${address}", read_termination="\\n", write_termination="\\n")`,
    'instrument.timeout = 15000',
    ...statements,
    'instrument.close()',
  ];
  const printed = await output(python, ['-c', script.join('\n')], 60_000);
  return printed.trim().split('\n');
}
