# Signs messages with Mail::DKIM in every canonical form. Arguments: RSA key (PEM), message, folder for the results.
use strict;
use warnings;
use Mail::DKIM::Signer;

my ($key, $message, $folder) = @ARGV;
open(my $in, '<:raw', $message) or die $!;
my $text = do { local $/; <$in> };
foreach my $method ('simple', 'relaxed', 'simple/relaxed', 'relaxed/simple', 'simple/simple', 'relaxed/relaxed') {
    my $signer = Mail::DKIM::Signer->new(
        Algorithm => 'rsa-sha256', Method => $method, Domain => 'signer.example', Selector => 'rsa', KeyFile => $key);
    $signer->PRINT($text);
    $signer->CLOSE;
    (my $name = $method) =~ s{/}{-};
    open(my $out, '>:raw', "$folder/perl-$name") or die $!;
    print $out $signer->signature->as_string, "\r\n", $text;
}
