import type { ProberSite } from '../prober/prober-site.ts';
import type { SentioArguments } from './sentio-arguments.ts';
import { numbers } from './sentio-command.ts';
import type { SentioCommand, SentioCommands } from './sentio-command.ts';
import { sentioSteppingModes } from './sentio-model.ts';
import type { SentioModel } from './sentio-model.ts';
import { SentioRefusal } from './sentio-refusal.ts';
import { sentioSites } from './sentio-site.ts';

/** Short and long names of the heights that Z counts from. */
const references = {
  c: 'contact',
  contact: 'contact',
  s: 'separation',
  separation: 'separation',
  h: 'hover',
  hover: 'hover',
  z: 'zero',
  zero: 'zero',
  r: 'relative',
  relative: 'relative',
  current: 'relative',
  realpos: 'real',
} as const;

/** Z, heights, contact and vacuum (sheet mpi-sentio.md, sections 4.3 and 4.4). */
export function heightCommands(model: SentioModel): SentioCommands {
  /** Z that a reference counts from. */
  const base = {
    contact: () => model.active.known,
    separation: () => model.active.separation,
    hover: () => model.active.hoverHeight,
    relative: () => model.position.z,
    zero: () => 0,
  } as const;
  const requireOvertravel = (site: ProberSite, enabled: boolean, gap: number): void => {
    const [, highest] = model.prober.z.parameters.travel;
    if (enabled && site.contactSet && site.contact + gap > highest) {
      throw new SentioRefusal('overtravelLimit');
    }
  };
  const requireGap = (gap: number, site: ProberSite): void => {
    if (gap < 0 || (site.contactSet && gap > site.contact)) throw new SentioRefusal('outOfBounds');
  };
  const named = (args: SentioArguments): ProberSite => model.sites[args.oneOf(0, sentioSites)];
  /** Two commands: one for the present site, one that names its site first. */
  const forSite =
    (count: number, change: (site: ProberSite, args: SentioArguments, first: number) => void) =>
    (naming: boolean): SentioCommand =>
    (args) => {
      args.expect(naming ? count + 1 : count);
      change(naming ? named(args) : model.active, args, naming ? 1 : 0);
      return 'OK';
    };
  const overtravel = forSite(1, (site, args, first) => {
    const enabled = args.flag(first);
    requireOvertravel(site, enabled, site.overtravelGap);
    site.overtravel = enabled;
  });
  const hover = forSite(1, (site, args, first) => {
    site.hover = args.flag(first);
  });
  const overtravelGap = forSite(1, (site, args, first) => {
    const gap = args.number(first);
    if (gap < 0) throw new SentioRefusal('outOfBounds');
    requireOvertravel(site, true, gap);
    site.overtravelGap = gap;
  });
  const separationGap = forSite(1, (site, args, first) => {
    const gap = args.number(first);
    requireGap(gap, site);
    site.separationGap = gap;
  });
  const moveTo =
    (height: () => number): SentioCommand =>
    async (args) => {
      args.expect(0);
      return numbers(await model.moveZ(height()));
    };
  const accepted: SentioCommand = (args) => {
    args.expect(1);
    args.flag(0);
    return 'OK';
  };
  let counted = 0;
  return {
    move_chuck_z: async (args) => {
      args.expect(2);
      const reference = args.word(0, references);
      if (reference === 'real') throw new SentioRefusal('invalidParameter');
      return numbers(await model.moveZ(base[reference]() + args.number(1)));
    },
    get_chuck_z: (args) => {
      args.expect(0, 1);
      const reference = args.length > 0 ? args.word(0, references) : 'zero';
      if (reference === 'real') return numbers(model.prober.z.position);
      return numbers(model.position.z - (reference === 'relative' ? 0 : base[reference]()));
    },
    move_chuck_contact: moveTo(() => model.active.touchdown),
    move_chuck_separation: moveTo(() => model.active.separation),
    move_chuck_hover: moveTo(() => model.active.hoverHeight),
    move_chuck_lift: moveTo(() => model.lift),
    // Unconfirmed: the last three as gaps; the sheet leaves it open.
    get_chuck_site_heights: (args) => {
      args.expect(1);
      const { contact, separationGap: gap, overtravelGap: over, hoverGap } = named(args);
      return numbers(contact, gap, over, hoverGap);
    },
    set_chuck_site_heights: (args) => {
      args.expect(5);
      const site = named(args);
      const [contact, gap, over, hoverGap] = [args.number(1), args.number(2), args.number(3), args.number(4)];
      const [lowest, highest] = model.prober.z.parameters.travel;
      if (contact < lowest || contact > highest || Math.min(gap, over, hoverGap) < 0) {
        throw new SentioRefusal('outOfBounds');
      }
      if (contact - Math.max(gap, hoverGap) < lowest) throw new SentioRefusal('outOfBounds');
      if (contact + over > highest) throw new SentioRefusal('overtravelLimit');
      Object.assign(site, { contact, contactSet: true, separationGap: gap, overtravelGap: over, hoverGap });
      return 'OK';
    },
    get_chuck_site_status: (args) => {
      args.expect(1);
      const site = named(args);
      const vacuum = site === model.sites.Wafer ? Number(model.vacuum) : -1;
      return numbers(Number(site.homeSet), Number(site.contactSet), Number(site.overtravel), vacuum);
    },
    enable_chuck_overtravel: overtravel(false),
    enable_chuck_site_overtravel: overtravel(true),
    enable_chuck_hover: hover(false),
    enable_chuck_site_hover: hover(true),
    set_chuck_overtravel_gap: overtravelGap(false),
    set_chuck_site_overtravel_gap: overtravelGap(true),
    set_chuck_separation_gap: separationGap(false),
    set_chuck_site_separation_gap: separationGap(true),
    clear_contact: (args) => {
      args.expect(0, 1);
      (args.length > 0 ? named(args) : model.active).contactSet = false;
      return 'OK';
    },
    set_soft_contact: (args) => {
      args.expect(1);
      model.softContact = args.flag(0);
      return 'OK';
    },
    set_stepping_contact_mode: (args) => {
      args.expect(1);
      model.steppingMode = args.oneOf(0, sentioSteppingModes);
      return 'OK';
    },
    'setup:contact_counter:get': (args) => {
      args.expect(0);
      return numbers(model.prober.card.touchdowns - counted);
    },
    'setup:contact_counter:reset': (args) => {
      args.expect(0);
      counted = model.prober.card.touchdowns;
      return 'OK';
    },
    'setup:remote:light_off_at_contact': accepted,
    'setup:remote:light_on_at_separation': accepted,
    'setup:remote:scope_follow_off': accepted,
    set_vacuum: (args) => {
      args.expect(2);
      const on = args.flag(1);
      if (named(args) === model.sites.Wafer) model.vacuumOn = on;
      return 'OK';
    },
    get_vacuum_status: (args) => {
      args.expect(0, 1);
      if (args.length > 0) named(args);
      return numbers(Number(model.vacuum));
    },
  };
}
