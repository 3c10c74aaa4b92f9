/** Where a trial's hub listens, main address first, as it says when it is ready; undefined: it has not said it yet. */
export function trialPorts(said: string): readonly [string, string] | undefined {
  const [, main] = /address +\S+:(\d+)\n/.exec(said) ?? []
  const [, operations] = /metrics +\S+:(\d+)\/metrics\n/.exec(said) ?? []
  return main === undefined || operations === undefined ? undefined : [main, operations]
}
