import { usbtmcEndpoints } from './usb-descriptors.ts';
import type { UsbDescriptors } from './usb-descriptors.ts';
import type { UsbSetup } from './usb-setup.ts';
import type { UsbtmcBehaviour, UsbtmcLink } from './usbtmc-link.ts';

/** Byte 0 of the answer to a class request (USBTMC 1.0, table 16; USB488 1.0, table 10). */
const status = {
  success: 0x01,
  pending: 0x02,
  interruptInBusy: 0x20,
  failed: 0x80,
  transferNotInProgress: 0x81,
  splitNotInProgress: 0x82,
  splitInProgress: 0x83,
} as const;

/** Numbers of the class requests (USBTMC 1.0, table 15; USB488 1.0, table 9). */
const requests = {
  initiateAbortBulkOut: 1,
  checkAbortBulkOut: 2,
  initiateAbortBulkIn: 3,
  checkAbortBulkIn: 4,
  initiateClear: 5,
  checkClear: 6,
  getCapabilities: 7,
  indicatorPulse: 64,
  readStatusByte: 128,
  renControl: 160,
  goToLocal: 161,
  localLockout: 162,
} as const;

const recipient = { interface: 0xa1, endpoint: 0xa2 } as const;
const bulkIn = usbtmcEndpoints.bulkIn | 0x80;

/**
 * The class requests on endpoint 0 (USBTMC 1.0, 4.2; USB488 1.0, 4.3), with the split transactions of abort and clear:
 * one at a time, from its INITIATE to a CHECK that answers something else than PENDING.
 */
export class ClassRequests {
  readonly #link: UsbtmcLink;
  readonly #descriptors: UsbDescriptors;
  readonly #behaviour: UsbtmcBehaviour;
  /** The CHECK request of the split transaction under way. */
  #split: number | undefined;
  #pollsLeft = 0;
  #abortedBytes = 0;
  /** How often the indicator was pulsed. */
  indicatorPulses = 0;

  constructor(link: UsbtmcLink, descriptors: UsbDescriptors, behaviour: UsbtmcBehaviour) {
    this.#link = link;
    this.#descriptors = descriptors;
    this.#behaviour = behaviour;
  }

  /** Ends a split transaction: the bus was reset. */
  reset(): void {
    this.#split = undefined;
  }

  /** Answers a class request; `undefined` for a stall. */
  answer(setup: UsbSetup): Uint8Array | undefined {
    const { requestType, request, index } = setup;
    const target = targetOf(request, this.#descriptors.interfaceNumber);
    if (target === undefined || requestType !== target.requestType || index !== target.index)
      return undefined;
    if (target.usb488 && this.#descriptors.interfaceProtocol !== 1) return undefined;
    const busy = this.#split !== undefined && request !== this.#split && !isCheck(request);
    const answer = busy ? answerOf(target.length, status.splitInProgress) : this.#carryOut(setup);
    return Uint8Array.from(answer).slice(0, setup.length);
  }

  #carryOut({ request, value }: UsbSetup): Iterable<number> {
    switch (request) {
      case requests.initiateAbortBulkOut:
        return this.#abortOut(value);
      case requests.initiateAbortBulkIn:
        return this.#abortIn(value);
      case requests.initiateClear:
        this.#begin(requests.checkClear);
        this.#link.clear();
        return [status.success];
      case requests.checkAbortBulkOut:
        return this.#check(request, 8, false);
      case requests.checkAbortBulkIn:
        return this.#check(request, 8, this.#link.bulkIn.queued > 0);
      case requests.checkClear:
        return this.#check(request, 2, this.#link.bulkIn.queued > 0);
      case requests.getCapabilities:
        return this.#capabilities();
      case requests.indicatorPulse:
        this.indicatorPulses++;
        return [status.success];
      case requests.readStatusByte:
        return this.#readStatusByte(value);
      case requests.renControl:
        this.#link.remoteLocal.enable((value & 1) !== 0);
        return [status.success];
      case requests.goToLocal:
        this.#link.remoteLocal.goToLocal();
        return [status.success];
      default:
        this.#link.remoteLocal.lockOut();
        return [status.success];
    }
  }

  #begin(check: number): void {
    this.#split = check;
    this.#pollsLeft = this.#behaviour.pendingPolls ?? 0;
  }

  #abortOut(tag: number): Iterable<number> {
    const { bulkOut } = this.#link;
    if (bulkOut.tag === undefined) return [status.failed, bulkOut.lastTag];
    if (bulkOut.tag !== tag) return [status.transferNotInProgress, bulkOut.tag];
    this.#abortedBytes = bulkOut.received;
    this.#begin(requests.checkAbortBulkOut);
    bulkOut.halt(true);
    return [status.success, tag];
  }

  #abortIn(tag: number): Iterable<number> {
    const { tagIn, lastTagIn } = this.#link;
    if (tagIn === undefined) return [status.failed, lastTagIn];
    if (tagIn !== tag) return [status.transferNotInProgress, tagIn];
    this.#begin(requests.checkAbortBulkIn);
    this.#link.abortIn();
    return [status.success, tag];
  }

  #check(check: number, length: number, queued: boolean): Uint8Array {
    if (this.#split !== check) return answerOf(length, status.splitNotInProgress);
    const answer = answerOf(length, status.pending);
    if (queued) {
      answer[1] = check === requests.checkAbortBulkOut ? 0 : 1;
      return answer;
    }
    if (this.#pollsLeft > 0) {
      this.#pollsLeft--;
      return answer;
    }
    this.#split = undefined;
    answer[0] = status.success;
    if (length === 8) {
      const bytes = check === requests.checkAbortBulkOut ? this.#abortedBytes : this.#link.transmitted;
      new DataView(answer.buffer).setUint32(4, bytes, true);
    }
    return answer;
  }

  /** USBTMC 1.0, table 37, and USB488 1.0, table 8. Without an interrupt endpoint there is no SR1, and what needs it. */
  #capabilities(): Uint8Array {
    const answer = answerOf(24, status.success);
    answer.set([0x00, 0x01, 0x04, (this.#behaviour.termChar ?? true) ? 1 : 0], 2);
    const usb488 = this.#link.interruptIn === undefined ? [0x03, 0x03] : [0x07, 0x0f];
    if (this.#descriptors.interfaceProtocol === 1) answer.set([0x00, 0x01, ...usb488], 12);
    return answer;
  }

  #readStatusByte(tag: number): Iterable<number> {
    if (tag < 2 || tag > 127) return [status.failed, tag & 0x7f, 0];
    const byte = this.#link.readStatusByte(tag);
    return byte === undefined ? [status.interruptInBusy, tag, 0] : [status.success, tag, byte];
  }
}

function isCheck(request: number): boolean {
  const checks: readonly number[] = [
    requests.checkAbortBulkOut,
    requests.checkAbortBulkIn,
    requests.checkClear,
  ];
  return checks.includes(request);
}

function answerOf(length: number, first: number): Uint8Array<ArrayBuffer> {
  const answer = new Uint8Array(length);
  answer[0] = first;
  return answer;
}

interface Target {
  readonly requestType: number;
  readonly index: number;
  readonly length: number;
  readonly usb488: boolean;
}

/** Whom a request must be sent to, and how long its answer is. */
function targetOf(request: number, interfaceNumber: number): Target | undefined {
  const toEndpoint = (index: number, length: number): Target => ({
    requestType: recipient.endpoint,
    index,
    length,
    usb488: false,
  });
  const toInterface = (length: number, usb488 = false): Target => ({
    requestType: recipient.interface,
    index: interfaceNumber,
    length,
    usb488,
  });
  switch (request) {
    case requests.initiateAbortBulkOut:
      return toEndpoint(usbtmcEndpoints.bulkOut, 2);
    case requests.checkAbortBulkOut:
      return toEndpoint(usbtmcEndpoints.bulkOut, 8);
    case requests.initiateAbortBulkIn:
      return toEndpoint(bulkIn, 2);
    case requests.checkAbortBulkIn:
      return toEndpoint(bulkIn, 8);
    case requests.initiateClear:
    case requests.indicatorPulse:
      return toInterface(1);
    case requests.checkClear:
      return toInterface(2);
    case requests.getCapabilities:
      return toInterface(24);
    case requests.readStatusByte:
      return toInterface(3, true);
    case requests.renControl:
    case requests.goToLocal:
    case requests.localLockout:
      return toInterface(1, true);
    default:
      return undefined;
  }
}
