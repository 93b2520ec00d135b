import { FourwireError } from '@fourwire/core';

/**
 * The parts of a terminal of `@lydell/node-pty` that are used; it declares none of them.
 *
 * @internal
 */
export interface Terminal {
  readonly ptsName: string;
  readonly fd: number;
  readonly master: TerminalEnd;
  readonly slave: TerminalEnd;
}

interface TerminalEnd {
  on(event: 'data', listener: (bytes: Uint8Array) => void): void;
  on(event: 'error', listener: () => void): void;
  once(event: 'close', listener: () => void): void;
  destroy(): void;
}

/**
 * What opens terminals.
 *
 * @internal
 */
export interface TerminalLibrary {
  open(options: { cols: number; rows: number; encoding: null }): Terminal;
}

const load = async (): Promise<unknown> => import('@lydell/node-pty');

/**
 * Loads `@lydell/node-pty`.
 *
 * @internal
 * @param importer - imports it; given by tests
 * @throws FourwireError of kind `link`, code `library-missing`, when it is not installed or has no binary for the platform
 */
export async function loadTerminalLibrary(importer = load): Promise<TerminalLibrary> {
  try {
    // It comes as CommonJS: depending on who bundles, its functions are named exports or on `default`.
    const loaded = (await importer()) as TerminalLibrary & { readonly default?: TerminalLibrary };
    return loaded.default ?? loaded;
  } catch (cause) {
    throw new FourwireError(
      'link',
      'library-missing',
      'A pseudo terminal needs the package @lydell/node-pty, which could not be loaded here; install it, on Linux or macOS.',
      { cause },
    );
  }
}
