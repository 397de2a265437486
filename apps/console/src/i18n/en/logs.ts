export default {
  retention: {
    title: 'Records',
    note: 'how long this space keeps them',
    lines: 'Log lines',
    invocations: 'Invocations',
    metrics: 'Metrics',
    issues: 'Issues',
    days: 'Days',
    bad: 'A whole number from {{min}} to {{max}}',
    saved: 'Saved: older records go within an hour',
    shorten: 'Keep records for a shorter time',
    shortenYes: 'Drop older records',
    shortenWhat: '{{what}} older than {{days}} days are dropped and cannot be restored.',
  },
}
