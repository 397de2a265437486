/** What `platform.jobs` announces when an alert is to be evaluated now. */
export const ALERTS_CHANGED = 'alerts'

/** The kind of jobs that notify the targets of alerts. */
export const TELL_JOB = 'alerts.tell'
