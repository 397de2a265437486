/**
 * How many threads open, write and sync files. Node.js' four are soon all waiting for the disk: uploads, downloads, code
 * and logs then wait for each other. Node.js reads this when it uses a file asynchronously for the first time, so this
 * module comes before all others.
 */
process.env['UV_THREADPOOL_SIZE'] ??= '16'
