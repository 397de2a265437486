/** What a call that got no instance ran into. */
export interface Limits {
  waitedMs: number
  instances: number
  maxInstances: number
  slots: number
  nodeInstances: number
  maxNodeInstances: number
  freeMb: number
  memoryMb: number
  memoryBudgetMb: number
}

/** Names the limit that the call ran into, so that the reader knows which one to raise. */
export function throttleReason(limits: Limits): string {
  const seconds = `${Math.round(limits.waitedMs / 100) / 10} s`
  if (limits.instances >= limits.maxInstances) {
    const each = limits.slots === 1 ? '' : `, each with ${limits.slots} calls,`
    return limits.maxInstances === 1
      ? `The one instance that this revision may have${each} was busy for ${seconds}`
      : `All ${limits.maxInstances} instances that this revision may have${each} were busy for ${seconds}`
  }
  if (limits.nodeInstances >= limits.maxNodeInstances) {
    return `All ${limits.maxNodeInstances} instances that this machine may run were in use for ${seconds}`
  }
  if (limits.freeMb < limits.memoryMb) {
    return `The memory for functions on this machine (${limits.memoryBudgetMb} MB) was in use for ${seconds}`
  }
  return `This machine could not start instances fast enough: the call waited for ${seconds}`
}
