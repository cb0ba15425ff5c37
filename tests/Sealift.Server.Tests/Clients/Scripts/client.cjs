// One operation with basic-ftp: client.cjs MODE PORT CA USER PASSWORD OPERATION [ARGUMENT...]
const fs = require('fs');
const { Writable } = require('stream');
const { Client } = require('basic-ftp');

const [mode, port, ca, user, password, operation, ...rest] = process.argv.slice(2);

// Takes a little and then gives up: basic-ftp has no abort but to close the session.
class GivingUp extends Writable {
  _write(chunk, encoding, done) {
    done(new Error('enough'));
  }
}

async function connect() {
  const ftp = new Client(60000);
  await ftp.access({
    host: '127.0.0.1', port: Number(port), user, password,
    secure: mode === 'implicit' ? 'implicit' : true,
    secureOptions: { ca: fs.readFileSync(ca) },
  });
  return ftp;
}

async function names(ftp) {
  return (await ftp.list()).map(entry => entry.name).sort().join('\n');
}

const operations = {
  list: async ftp => console.log(await names(ftp)),
  get: (ftp, remote, local) => ftp.downloadTo(local, remote),
  reget: (ftp, remote, local) => ftp.downloadTo(local, remote, fs.statSync(local).size),
  put: (ftp, local, remote) => ftp.uploadFrom(local, remote),
  reput: async (ftp, local, remote) => ftp.appendFrom(local, remote, { localStart: await ftp.size(remote) }),
  mv: (ftp, from, to) => ftp.rename(from, to),
  rm: (ftp, remote) => ftp.remove(remote),
  gettree: (ftp, remote, local) => ftp.downloadToDir(local, remote),
  puttree: (ftp, local, remote) => ftp.uploadFromDir(local, remote),
  abort: async (ftp, remote) => {
    await ftp.downloadTo(new GivingUp(), remote).then(() => { throw new Error('it arrived'); }, () => ftp.close());
    const again = await connect();
    console.log(await names(again));
    again.close();
  },
};

// basic-ftp 6.2 asks for the cipher to learn whether the handshake of a data connection is over, and where a session is resumed that
// answers too early: an empty file then ends the connection before its handshake. As a user would, try again.
async function run(tries) {
  const ftp = await connect();
  try {
    await operations[operation](ftp, ...rest);
  } catch (error) {
    if (tries === 1 || !/ALERT_DECODE_ERROR|ECONNRESET|EPIPE/.test(error.code)) throw error;
    ftp.close();
    return run(tries - 1);
  }
  ftp.close();
}

run(10).catch(error => {
  console.error(error);
  process.exit(1);
});
