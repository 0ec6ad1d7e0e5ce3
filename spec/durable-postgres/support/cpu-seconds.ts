import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A tick of the kernel's process accounting, in seconds. */
const TICK = 0.01;

/** The CPU time of a PostgreSQL server, in seconds: of its first process, of those that it started, and of those among them that have ended. */
export function cpuSecondsOf(dataFolder: string): number {
  const pidFile = join(dataFolder, 'postmaster.pid');
  if (!existsSync(pidFile)) return 0;
  const [pid = ''] = readFileSync(pidFile, 'utf8').split('\n');
  const times = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => statOf(name) ?? [])
    .filter(stat => stat.pid === pid || stat.parent === pid)
    .map(stat => stat.own + (stat.pid === pid ? stat.ofChildren : 0));
  return times.reduce((sum, time) => sum + time, 0);
}

interface ProcessStat {
  readonly pid: string;
  readonly parent: string;
  readonly own: number;
  readonly ofChildren: number;
}

/** Undefined for a process that has just ended. */
function statOf(pid: string): ProcessStat | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name, which may contain anything: state, parent ... utime, stime, cutime, cstime are fields 14 to 17.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const seconds = (index: number): number => Number(fields[index]) * TICK;
    return { pid, parent: fields[1]!, own: seconds(11) + seconds(12), ofChildren: seconds(13) + seconds(14) };
  } catch {
    return undefined;
  }
}
