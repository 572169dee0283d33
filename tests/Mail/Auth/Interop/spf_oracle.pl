# Answers SPF questions with Mail::SPF. The file holds one JSON object per line: zone (name -> type -> values), ip, sender, helo.
# Prints one line for each: the result, a tab, and what Mail::SPF says about it. DNS is the zone: names that are not in it do not
# exist, "FAIL" as the values means no answer.
use strict;
use warnings;
use JSON::PP;
use Mail::SPF;
use Net::DNS;

package ZoneResolver;

sub new { return bless { zone => {}, error => '' }, shift }
sub errorstring { return $_[0]{error} }

sub send {
    my ($self, $name, $type) = @_;
    my $records = $self->{zone}{ lc $name };
    my $values = $records ? $records->{$type} : undef;
    $self->{error} = defined $values && !ref $values ? 'query timed out' : 'NOERROR';
    return undef if $self->{error} ne 'NOERROR';

    my $packet = Net::DNS::Packet->new($name, $type);
    $packet->header->rcode($records ? 'NOERROR' : 'NXDOMAIN');
    $packet->push(answer => map { record($name, $type, $_) } @{ $values || [] });
    return $packet;
}

sub record {
    my ($name, $type, $value) = @_;
    my %fields = (owner => $name, type => $type, ttl => 60);
    return Net::DNS::RR->new(%fields, txtdata => [$value]) if $type eq 'TXT';
    return Net::DNS::RR->new(%fields, ptrdname => $value) if $type eq 'PTR';
    return Net::DNS::RR->new(%fields, address => $value) if $type ne 'MX';
    my ($preference, $exchange) = split ' ', $value;
    return Net::DNS::RR->new(%fields, preference => $preference, exchange => $exchange);
}

package main;

my $dns = ZoneResolver->new;
my $server = Mail::SPF::Server->new(dns_resolver => $dns, hostname => 'reader.example');
open(my $questions, '<:raw', $ARGV[0]) or die $!;
while (my $line = <$questions>) {
    my $question = decode_json($line);
    $dns->{zone} = $question->{zone};
    my $result = eval {
        $server->process(Mail::SPF::Request->new(
            versions => [1], scope => 'mfrom', identity => $question->{sender}, ip_address => $question->{ip}, helo_identity => $question->{helo}));
    };
    my ($word, $text) = $result ? ($result->code, $result->local_explanation) : ('crash', "$@");
    $text =~ s/\s+/ /g;
    print "$word\t$text\n";
}
