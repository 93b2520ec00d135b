import type { SentioArguments } from './sentio-arguments.ts';
import { numbers } from './sentio-command.ts';
import type { SentioAnswer, SentioCommand, SentioCommands } from './sentio-command.ts';
import type { DieIndex } from '../prober/prober-map.ts';
import { orientSigns, routeCorners, mapOrients, routeWays } from '../prober/prober-map.ts';
import type { SentioModel } from './sentio-model.ts';
import { SentioRefusal } from './sentio-refusal.ts';

/**
 * The wafer map (sheet mpi-sentio.md, section 4.7). Unconfirmed: sequence numbers count from 0, a die that is not on
 * the route has −1, and `Total` counts the rectangle around all dies.
 */
export function mapCommands(model: SentioModel): SentioCommands {
  const { map } = model;
  const stepped = (): SentioAnswer => {
    const { column, row } = map.indexed(map.current);
    return { message: numbers(column, row, map.site), status: map.status };
  };
  const step = async (die: DieIndex, site = 0): Promise<SentioAnswer> => {
    await model.step(die, site);
    return stepped();
  };
  const siteAt = (args: SentioArguments, index: number): number =>
    args.length > index ? args.integer(index) : 0;
  const dieAt = (args: SentioArguments, index: number): DieIndex =>
    map.native(args.integer(index), args.integer(index + 1));
  const present = (args: SentioArguments, index: number): DieIndex => {
    const die = map.die(dieAt(args, index));
    if (die === undefined) throw new SentioRefusal('outOfBounds');
    return die;
  };
  const says =
    (text: () => string): SentioCommand =>
    (args) => {
      args.expect(0);
      return text();
    };
  const neighbour =
    (direction: 1 | -1): SentioCommand =>
    async (args) => {
      args.expect(0, 1);
      return step(map.neighbour(direction), siteAt(args, 0));
    };
  const changeDie =
    (change: (die: DieIndex) => void): SentioCommand =>
    (args) => {
      args.expect(2);
      change(dieAt(args, 0));
      return 'OK';
    };
  const select = (selected: boolean): SentioCommand =>
    changeDie((place) => {
      const die = map.die(place);
      if (die === undefined) throw new SentioRefusal('outOfBounds');
      die.selected = selected;
    });
  const subsite =
    (direction: 1 | -1): SentioCommand =>
    async (args) => {
      args.expect(0);
      const site = map.site + direction;
      if (map.subsites[site] === undefined) throw new SentioRefusal('endOfRoute');
      return step(map.current, site);
    };
  return {
    'map:step_first_die': async (args) => {
      args.expect(0, 1);
      const [first] = map.route;
      if (first === undefined) throw new SentioRefusal('endOfRoute');
      return step(first, siteAt(args, 0));
    },
    'map:step_next_die': neighbour(1),
    'map:step_previous_die': neighbour(-1),
    'map:step_die': async (args) => {
      args.expect(2, 3);
      return step(present(args, 0), siteAt(args, 2));
    },
    'map:step_die_seq': async (args) => {
      args.expect(1, 2);
      return step(map.at(args.integer(0)), siteAt(args, 1));
    },
    'map:bin_step_next_die': async (args) => {
      args.expect(1, 2);
      const site = siteAt(args, 1);
      map.setBin(args.integer(0));
      return step(map.neighbour(1), site);
    },
    'map:get_num_dies': (args) => {
      args.expect(1);
      const { columns, rows } = map.extent;
      const counts = { present: map.order.length, selected: map.route.length, total: columns * rows };
      return numbers(args.word(0, counts));
    },
    'map:get_num_cols': says(() => numbers(map.extent.columns)),
    'map:get_num_rows': says(() => numbers(map.extent.rows)),
    'map:get_diameter': says(() => numbers(map.diameter / 1000)),
    'map:get_index_size': says(() => numbers(map.pitch.x, map.pitch.y)),
    'map:get_grid_params': says(() => numbers(map.pitch.x, map.pitch.y, 0, 0, map.edgeExclusion)),
    'map:get_axis_orient': says(() => map.orient),
    'map:set_axis_orient': (args) => {
      args.expect(1);
      map.orient = args.oneOf(0, mapOrients);
      return 'OK';
    },
    'map:get_grid_origin': says(() => numbers(map.origin.column, map.origin.row)),
    'map:set_grid_origin': (args) => {
      args.expect(2);
      map.origin = { column: args.integer(0), row: args.integer(1) };
      return 'OK';
    },
    'map:get_home_die': says(() => {
      const { column, row } = map.indexed(map.homeDie);
      return numbers(column, row);
    }),
    'map:set_home_die': (args) => {
      args.expect(2);
      map.homeDie = dieAt(args, 0);
      return 'OK';
    },
    'map:get_routing': says(() => map.routing),
    'map:set_routing': (args) => {
      args.expect(2);
      map.setRouting(args.oneOf(0, routeCorners), args.oneOf(1, routeWays));
      return 'OK';
    },
    'map:get_die_seq': says(() => numbers(map.sequence())),
    'map:path:get_die': (args) => {
      args.expect(1);
      const { column, row } = map.indexed(map.at(args.integer(0)));
      return numbers(column, row);
    },
    // All dies of the map lie whole on the wafer and count as good.
    'map:path:select_dies': (args) => {
      args.expect(1);
      const selected = args.oneOf(0, ['n', 'g', 'u', 'e', 'a']) !== 'n';
      for (const { column, row } of map.order) {
        const die = map.die({ column, row });
        if (die !== undefined) die.selected = selected;
      }
      return 'OK';
    },
    'map:die:get_current_index': says(() => {
      const { column, row } = map.indexed(map.current);
      return numbers(map.sequence(), column, row);
    }),
    'map:die:get_current_subsite': says(() => numbers(map.site)),
    'map:die:get_status': (args) => {
      args.expect(2);
      const die = map.die(dieAt(args, 0));
      if (die === undefined) return '3';
      return die.selected ? '1' : '2';
    },
    'map:die:add': changeDie((die) => map.add(die)),
    'map:die:remove': changeDie((die) => map.remove(die)),
    'map:die:select': select(true),
    'map:die:unselect': select(false),
    'map:subsite:add': (args) => {
      args.expect(4);
      const orient = args.oneOf(3, [...mapOrients, 'MAP']);
      const signs = orientSigns(orient === 'MAP' ? map.orient : orient);
      map.subsites.push({ id: args.text(0), x: signs.x * args.number(1), y: signs.y * args.number(2) });
      return 'OK';
    },
    'map:subsite:get': (args) => {
      args.expect(2);
      const site = map.subsites[args.integer(0)];
      const orient = args.oneOf(1, [...mapOrients, 'MAP']);
      if (site === undefined) throw new SentioRefusal('outOfBounds');
      const signs = orientSigns(orient === 'MAP' ? map.orient : orient);
      return `${site.id},${numbers(signs.x * site.x, signs.y * site.y)}`;
    },
    'map:subsite:get_num': (args) => {
      args.expect(0, 1);
      return numbers(map.subsites.length);
    },
    'map:subsite:step': async (args) => {
      args.expect(1);
      const named = map.subsites.findIndex((site) => site.id === args.text(0));
      return step(map.current, named >= 0 ? named : args.integer(0));
    },
    'map:subsite:step_next': subsite(1),
    'map:subsite:step_previous': subsite(-1),
    'map:subsite:reset': (args) => {
      args.expect(0);
      map.subsites.length = 0;
      map.site = 0;
      return 'OK';
    },
    'map:bins:set_bin': (args) => {
      args.expect(1, 4);
      if (args.length === 2) throw new SentioRefusal('parameterCount');
      if (args.length === 1) map.setBin(args.integer(0));
      else map.setBin(args.integer(0), dieAt(args, 1), siteAt(args, 3));
      return 'OK';
    },
    'map:bins:get_bin': (args) => {
      args.expect(0, 3);
      if (args.length === 1) throw new SentioRefusal('parameterCount');
      return numbers(args.length === 0 ? map.bin() : map.bin(present(args, 0), siteAt(args, 2)));
    },
    'map:bins:get_num_bins': says(() => numbers(map.binCount)),
    'map:bins:resize': (args) => {
      args.expect(1);
      if (args.integer(0) < 1) throw new SentioRefusal('outOfBounds');
      map.binCount = args.integer(0);
      return 'OK';
    },
    'map:bins:clear_all': says(() => {
      map.clearBins();
      return 'OK';
    }),
  };
}
