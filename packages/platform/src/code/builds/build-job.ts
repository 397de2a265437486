/** The kind of job that runs a build. The job's key is the build's. */
export const BUILD_JOB = 'build'
