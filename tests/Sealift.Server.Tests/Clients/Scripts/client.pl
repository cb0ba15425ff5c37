# One operation with Perl's Net::FTP: client.pl MODE PORT CA USER PASSWORD OPERATION [ARGUMENT...]
use strict;
use warnings;
use Net::FTP;

my ($mode, $port, $ca, $user, $password, $operation, @rest) = @ARGV;
my @tls = (SSL_ca_file => $ca);
my $ftp = Net::FTP->new('127.0.0.1', Port => $port, Passive => 1, Timeout => 60, ($mode eq 'implicit' ? (SSL => 1) : ()), @tls)
    or die "connect: $@";
if ($mode ne 'implicit') { $ftp->starttls or die 'starttls: ' . $ftp->message; }
$ftp->login($user, $password) or die 'login: ' . $ftp->message;
$ftp->binary;

sub check { my ($ok) = @_; die "$operation: " . $ftp->code . ' ' . $ftp->message unless $ok; }

if ($operation eq 'list') { print join("\n", sort $ftp->ls), "\n"; }
elsif ($operation eq 'get') { check($ftp->get(@rest)); }
elsif ($operation eq 'reget') { check($ftp->get($rest[0], $rest[1], -s $rest[1])); }
elsif ($operation eq 'put') { check($ftp->put(@rest)); }
elsif ($operation eq 'reput') {
    my $offset = $ftp->size($rest[1]);
    open my $file, '<:raw', $rest[0] or die $!;
    seek $file, $offset, 0;
    my $data = $ftp->appe($rest[1]) or check(0);
    while (read $file, my $buffer, 65536) { $data->write($buffer, length $buffer); }
    check($data->close);
}
elsif ($operation eq 'mv') { check($ftp->rename(@rest)); }
elsif ($operation eq 'rm') { check($ftp->delete(@rest)); }
elsif ($operation eq 'abort') {
    my $data = $ftp->retr($rest[0]) or check(0);
    $data->read(my $buffer, 1000);
    $data->abort;
    print join("\n", sort $ftp->ls), "\n";
}
else { die 'unknown operation'; }
$ftp->quit;
