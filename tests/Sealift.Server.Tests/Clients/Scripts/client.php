<?php
// One operation with PHP's ftp extension: client.php MODE PORT CA USER PASSWORD OPERATION [ARGUMENT...]
[, $mode, $port, $ca, $user, $password, $operation] = $argv;
$rest = array_slice($argv, 7);

function check(mixed $ok): mixed
{
    global $operation;
    if ($ok === false) {
        fwrite(STDERR, "$operation failed: " . (error_get_last()['message'] ?? '') . "\n");
        exit(1);
    }
    return $ok;
}

$ftp = check(ftp_ssl_connect('127.0.0.1', (int) $port, 60));
check(ftp_login($ftp, $user, $password));
check(ftp_pasv($ftp, true));
switch ($operation) {
    case 'list':
        $names = check(ftp_nlist($ftp, '.'));
        sort($names, SORT_STRING);
        echo implode("\n", $names), "\n";
        break;
    case 'get':
        check(ftp_get($ftp, $rest[1], $rest[0], FTP_BINARY));
        break;
    case 'reget':
        check(ftp_get($ftp, $rest[1], $rest[0], FTP_BINARY, filesize($rest[1])));
        break;
    case 'put':
        check(ftp_put($ftp, $rest[1], $rest[0], FTP_BINARY));
        break;
    case 'reput':
        check(ftp_put($ftp, $rest[1], $rest[0], FTP_BINARY, ftp_size($ftp, $rest[1])));
        break;
    case 'mv':
        check(ftp_rename($ftp, $rest[0], $rest[1]));
        break;
    case 'rm':
        check(ftp_delete($ftp, $rest[0]));
        break;
    default:
        fwrite(STDERR, "unknown operation\n");
        exit(1);
}
ftp_close($ftp);
