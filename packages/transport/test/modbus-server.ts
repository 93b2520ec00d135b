import { once } from 'node:events';
import type { EventEmitter } from 'node:events';
import type { AddressInfo, Server } from 'node:net';

/** What `modbus-serial` asks of whoever serves registers. */
interface Registers {
  getHoldingRegister(address: number, unit: number): number;
  getInputRegister(address: number, unit: number): number;
  getCoil(address: number, unit: number): boolean;
  getDiscreteInput(address: number, unit: number): boolean;
  setRegister(address: number, word: number, unit: number): void;
  setCoil(address: number, on: boolean, unit: number): void;
}

interface ModbusLibrary {
  readonly ServerTCP: new (
    registers: Registers,
    options: { host: string; port: string; unitID: number },
  ) => EventEmitter & { readonly _server: Server; close(done: () => void): void };
}

/** Registers of somebody else's Modbus TCP server, which refuses addresses from 1000 on. */
export class ModbusServer implements AsyncDisposable {
  readonly words = new Map<number, number>();
  readonly coils = new Map<number, boolean>();
  readonly port: number;
  readonly #close: () => Promise<void>;

  private constructor(port: number, close: () => Promise<void>) {
    this.port = port;
    this.#close = close;
  }

  static async start(): Promise<ModbusServer> {
    const library = (await import('modbus-serial')) as unknown as { default: ModbusLibrary };
    const allowed = (address: number): void => {
      // The library's own way to answer with an exception.
      if (address >= 1000) throw Object.assign(new Error('illegal address'), { modbusErrorCode: 2 });
    };
    const words = (): Map<number, number> => server.words;
    const registers: Registers = {
      getHoldingRegister: (address) => {
        allowed(address);
        return words().get(address) ?? 0;
      },
      getInputRegister: (address, unit) => address + unit * 256,
      getCoil: (address) => server.coils.get(address) ?? false,
      getDiscreteInput: (address) => address % 3 === 0,
      setRegister: (address, word) => {
        allowed(address);
        words().set(address, word);
      },
      setCoil: (address, on) => {
        server.coils.set(address, on);
      },
    };
    // As text: the number 0 would be taken for "not given".
    const tcp = new library.default.ServerTCP(registers, { host: '127.0.0.1', port: '0', unitID: 255 });
    await once(tcp, 'initialized');
    const { port } = tcp['_server'].address() as AddressInfo;
    const server = new ModbusServer(port, async () => {
      await new Promise<void>((resolve) => {
        tcp.close(resolve);
      });
    });
    return server;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }
}
