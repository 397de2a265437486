/** What `platform.jobs` announces when an alert is to be evaluated now. */
export const ALERTS_CHANGED = 'alerts'

/** The kind of jobs that tell targets of alerts. */
export const TELL_JOB = 'alerts.tell'
