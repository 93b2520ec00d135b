import { ScpiRefusal } from '../scpi/status-model.ts';

/** An error that ends a chunk: -285 for its syntax, -286 while it runs. Others are noted, and the chunk goes on. */
export class TspError extends ScpiRefusal {}
