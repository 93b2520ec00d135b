import type { ByteService } from '@fourwire/core';
import { lineService } from '../line-service.ts';
import type { VeloxAnswer, VeloxHandler } from './velox-handler.ts';

/** As much as one segment of the list of commands carries. */
const segment = 1400;

/**
 * The message server of Velox: requests with an id, each answered when it is done, so that a stop overtakes a move
 * (sheet formfactor-velox.md, section 1). Unconfirmed: what the registration is answered with.
 */
export function messageServer(handler: VeloxHandler, lineEnd: () => string): ByteService {
  return lineService((send) => {
    let open = true;
    const reply = (id: string, { code, text }: VeloxAnswer): void => {
      // An error without a text has no third field.
      const values = code !== 0 && text === '' ? '' : `:${text}`;
      if (open) send(`Rsp=${id}:${code}${values}${lineEnd()}`);
    };
    return {
      line(line) {
        const [, kind = '', id = '', name = '', rest = ''] =
          /^(FCN|Cmd)=(\d+):([^:]*):?(.*)$/.exec(line) ?? [];
        if (kind === 'Cmd') {
          void handler.answer(name, rest).then((answer) => reply(id, answer));
        } else if (name === 'GetCommands') {
          const list = `Rsp=${id}:0:${handler.list()}${lineEnd()}`;
          for (let at = 0; at < list.length; at += segment) send(list.slice(at, at + segment));
        } else if (kind === 'FCN') {
          reply(id, { code: 0, text: '' });
        }
      },
      closed() {
        open = false;
      },
    };
  });
}
