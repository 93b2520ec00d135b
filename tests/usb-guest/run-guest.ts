import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bundle } from '../setup/bundle.ts';

const run = promisify(execFile);
const here = fileURLToPath(new URL('.', import.meta.url));
const transportFolder = fileURLToPath(new URL('../../packages/transport/', import.meta.url));

/** Where `fetch-kernel.sh` puts the kernel. */
export const kernelFolder = join(here, '.kernel');

/** Longer than any run takes: about 15 s, a minute where the processors have much else to do. */
const limitMs = 200_000;

/**
 * Boots a small virtual machine, without KVM, network or disk, whose root is this machine's, read-only; plugs the
 * simulated instrument into it, and runs the scenarios there.
 *
 * @returns what the guest wrote on its console
 */
export async function runGuest(): Promise<string> {
  const work = await mkdtemp(join(tmpdir(), 'fourwire-usb-'));
  try {
    await Promise.all([programs(work), initialFiles(work)]);
    const { stdout } = await run('qemu-system-x86_64', machine(work), { timeout: limitMs }).catch(
      (error: { readonly stdout: string }) => error,
    );
    return stdout.replaceAll('\r', '');
  } finally {
    await rm(work, { recursive: true });
  }
}

/** Node 20 runs no TypeScript, so the programs are bundled; the native library is loaded from where it is installed. */
async function programs(work: string): Promise<void> {
  const usb = createRequire(join(transportFolder, 'package.json')).resolve('usb');
  const entry = { server: join(here, 'server.ts'), transport: join(here, 'transport.ts') };
  await bundle(entry, work, { usb });
}

/** The programs of the guest, and the archive that it boots from. */
async function initialFiles(work: string): Promise<void> {
  const root = join(work, 'root');
  await Promise.all(
    ['bin', 'lib', 'dev', 'proc', 'sys', 'host'].map(async (folder) =>
      mkdir(join(root, folder), { recursive: true }),
    ),
  );
  const { stdout: busybox } = await run('which', ['busybox']);
  const modules = (await readFile(join(here, 'modules.txt'), 'utf8')).trim().split('\n');
  const copyModule = async (name: string): Promise<void> =>
    copyFile(join(kernelFolder, `${name}.ko`), join(root, 'lib', `${name}.ko`)).catch(() => {});
  await Promise.all([
    copyFile(busybox.trim(), join(root, 'bin/busybox')),
    copyFile(join(here, 'init.sh'), join(root, 'init')),
    copyFile(join(here, 'modules.txt'), join(root, 'modules.txt')),
    writeFile(join(root, 'work-folder'), work),
    ...modules.map(copyModule),
    ...['guest.sh', 'kernel-driver.py'].map(async (name) => copyFile(join(here, name), join(work, name))),
    writeFile(join(work, 'node'), process.execPath),
  ]);
  await chmod(join(root, 'init'), 0o755);
  await run('sh', ['-c', 'find . | busybox cpio -o -H newc > ../initrd 2> /dev/null'], { cwd: root });
}

/** TCG is asked for by name: KVM inside containers opens and then fails (sheet usb-test-guest.md, section 4). */
function machine(work: string): string[] {
  const hardware = '-accel tcg,thread=multi -cpu max -M pc -m 512 -smp 2 -nodefaults -no-reboot -net none';
  const files = [
    '-fsdev',
    'local,id=root,path=/,security_model=none,readonly=on,multidevs=remap',
    '-device',
    'virtio-9p-pci,fsdev=root,mount_tag=root',
  ];
  const kernel = ['-kernel', join(kernelFolder, 'vmlinuz'), '-initrd', join(work, 'initrd')];
  const console = ['-display', 'none', '-serial', 'stdio'];
  const parameters = ['-append', 'console=ttyS0 quiet loglevel=1 panic=-1 mitigations=off'];
  return [...hardware.split(' '), ...console, ...kernel, ...parameters, ...files];
}
