import { ScriptedMachine, ending } from './scripted-machine.ts';

/** A Corvus with three axes from 0 to 100 mm; they go 1 mm each time somebody asks for the status. */
export class CorvusScript {
  position = [0, 0, 0];
  target = [0, 0, 0];
  done = [3, 3, 3];
  error = 0;
  velocity = 5000;
  /** What would have waited behind a move, so that nobody may send it while one runs. */
  readonly blocked: string[] = [];
  readonly machine = new ScriptedMachine((line) => this.answer(line.trim()), ending('\r\n'));

  get sent(): readonly string[] {
    return this.machine.sent.map((line) => line.trim());
  }

  get moves(): boolean {
    return this.position.some((at, index) => at !== this.target[index]);
  }

  answer(line: string): string | undefined {
    const words = line.split(' ');
    const command = words.at(-1) ?? '';
    if (this.moves && !['st', 'pos', 'abort'].includes(line)) this.blocked.push(line);
    const given = words.slice(words.lastIndexOf('setunit') + 1, -1).map(Number);
    const reply = this.#carryOut(command, given);
    return reply === undefined ? undefined : `${reply}\r\n`;
  }

  #carryOut(command: string, given: readonly number[]): string | undefined {
    const [first = 0] = given;
    switch (command) {
      case 'identify':
        return 'Corvus 1 462 1 380';
      case 'getserialno':
        return '01011234';
      case 'version':
        return '2.62';
      case 'st': {
        const moved = this.moves;
        this.position = this.position.map((at, index) => {
          const left = (this.target[index] ?? at) - at;
          return at + Math.sign(left) * Math.min(Math.abs(left), 1000);
        });
        return moved ? '1' : '0';
      }
      case 'pos':
        return this.position.map((at) => at.toFixed(6)).join(' ');
      case 'getlimit':
        return '0.000000 100000.000000\r\n0.000000 100000.000000\r\n0.000000 20000.000000';
      case 'getcaldone':
        return String(this.done[first - 1]);
      case 'getvel':
        return this.velocity.toFixed(6);
      case 'ge': {
        const { error } = this;
        this.error = 0;
        return String(error);
      }
      case 'move':
        if (given.some((at) => at < 0 || at > 100_000)) this.error = 1004;
        else this.target = [...given];
        return undefined;
      case 'abort':
        this.target = [...this.position];
        return undefined;
      case 'ncal':
        this.done[first - 1] = 1;
        this.target[first - 1] = 0;
        return undefined;
      case 'nrm':
        this.done[first - 1] = 3;
        this.target[first - 1] = 3000;
        return undefined;
      case 'setvel':
        this.velocity = first;
        return undefined;
      case 'setunit':
      case 'mode':
      case 'joystick':
        return undefined;
      default:
        this.error = 2000;
        return undefined;
    }
  }
}
