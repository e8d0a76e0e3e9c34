// What the bootstrap decides, apart from what it does: pure functions.

/**
 * Whether node_modules holds what the lock file asks for. npm leaves its own account of what it installed in
 * node_modules/.package-lock.json, last of all: after an interrupted or partial installation it is missing or differs.
 */
export function isInstalled(lockText, installedText) {
  if (installedText === null) return false
  let wanted
  let installed
  try {
    wanted = JSON.parse(lockText).packages
    installed = JSON.parse(installedText).packages
  } catch {
    return false
  }
  if (typeof wanted !== 'object' || wanted === null || typeof installed !== 'object' || installed === null) return false
  const same = (path) =>
    installed[path]?.version === wanted[path].version && installed[path]?.integrity === wanted[path].integrity
  // Optional packages are those of other platforms, too: present ones must still agree.
  return (
    Object.keys(wanted).every(
      (path) => path === '' || same(path) || (wanted[path].optional === true && installed[path] === undefined),
    ) && Object.keys(installed).every((path) => Object.hasOwn(wanted, path))
  )
}

/** How to call the npm that runs us: its own script under its own Node, which is not the one it is about to replace. */
export function npmCommand(environment) {
  const { npm_execpath: script, npm_node_execpath: node } = environment
  return script && node && /npm-cli\.js$/.test(script) ? [node, script] : ['npm']
}

/** The environment for `npm ci`: production settings would leave out the build's own packages. */
export function installEnvironment(environment, modulesBin, separator) {
  const { NODE_ENV: _production, npm_config_omit: _omit, npm_config_production: _old, ...rest } = environment
  const path = (environment.PATH ?? '').split(separator).filter((folder) => folder !== modulesBin)
  return { ...rest, PATH: path.join(separator) }
}

/** Debian or a child of it, by /etc/os-release. */
export function isDebian(osRelease) {
  return /^ID(_LIKE)?="?([\w ]*\s)?debian\b/m.test(osRelease)
}

/** What tests need that start gateways of their own: an executable, and the Debian package that brings it. */
export const processTestTools = [
  { executable: 'redis-server', package: 'redis-server' },
  { executable: 'dbus-run-session', package: 'dbus' },
  { executable: 'gnome-keyring-daemon', package: 'gnome-keyring' },
]

/** What all tests together need from the system. */
export const testTools = [
  ...processTestTools,
  { executable: 'chromium', package: 'chromium' },
  { executable: 'Xvfb', package: 'xvfb' },
  { executable: 'xauth', package: 'xauth' },
  { executable: 'postgres', package: 'postgresql' },
]

/** The packages of the tools that are not there. */
export function missingPackages(tools, isThere) {
  return tools.filter(({ executable }) => !isThere(executable)).map((each) => each.package)
}

/** Whether a start may look after Redis itself: nobody named one. */
export function mayProvideRedis(environment, rest) {
  const named = environment.REDIS_HOST || environment.REDIS_PORT
  return !named && !rest.some((word) => /^(--redis(=.*)?|--help|-h)$/.test(word))
}

/** The exit code of a process that ended. */
export function exitCodeOf(code, signal, signals) {
  return code ?? 128 + (signals[signal] ?? 0)
}
