import { FaultFlag } from './flag.ts';

/** The fault `wrong-terminator` of a protocol of lines. */
export class LineEndFault extends FaultFlag {
  /** What ends a reply that should end with `normal`: a lone CR where it ends with a line feed, and the other way round. */
  end(normal: string): string {
    if (!this.active) return normal;
    return normal.endsWith('\n') ? '\r' : '\n';
  }
}
