# LemonLDAP::NG's portal on a free port of this machine, as a provider of OpenID Connect for the stories.
#   perl lemonldap.pl FOLDER SECONDS BACK
# FOLDER, whose file `secret` is our client's, takes all that it writes; SECONDS is its hour at the start (Unix time),
# BACK the one address that it sends people to. It prints its issuer. People are its demonstration accounts
# (`dwho`, `rtyler`, `msmith`), whose password is their name.
#   GET /test/fresh      as it was at the start
#   GET /test/hush       it closes every connection without a word
use strict;
use warnings;

my ( $folder, $seconds, $back );

BEGIN {
    ( $folder, $seconds, $back ) = @ARGV;
    my $shift = $seconds - time;
    # Before anything that asks for the hour is compiled.
    *CORE::GLOBAL::time = sub () { CORE::time() + $shift };
    $ENV{LLNG_DEFAULTCONFFILE} = "$folder/lemonldap-ng.ini";
}

use Crypt::OpenSSL::RSA;
use File::Path qw(make_path remove_tree);
use HTTP::Request::Common qw(GET);
use HTTP::Server::PSGI;
use IO::Socket::INET;
use JSON;
use Lemonldap::NG::Portal;
use Plack::Test;

# The portal always loads one, and its own wants a library of pictures; nobody is asked for it here.
package Lemonldap::NG::Portal::Captcha::None {
    use Mouse;
    extends 'Lemonldap::NG::Portal::Main::Plugin';
    $INC{'Lemonldap/NG/Portal/Captcha/None.pm'} = __FILE__;
    sub init { 1 }
}

sub written {
    my ( $name, $text ) = @_;
    open my $file, '>', "$folder/$name" or die "$name: $!";
    print {$file} $text;
    close $file or die "$name: $!";
}

# Sessions, and what people agreed to: files, each kind in a folder of its own.
sub kept {
    my $at = "$folder/$_[0]";
    return (
        "$_[0]Storage"        => 'Apache::Session::File',
        "$_[0]StorageOptions" => {
            Directory      => $at,
            LockDirectory  => "$at/lock",
            generateModule => 'Lemonldap::NG::Common::Apache::Session::Generate::SHA256',
        },
    );
}

sub emptied {
    remove_tree( map { "$folder/$_" } qw(global persistent cache) );
    make_path( map { "$folder/$_" } qw(global/lock persistent/lock cache conf) );
}

my $listener = IO::Socket::INET->new( Listen => 64, LocalAddr => '127.0.0.1', Proto => 'tcp' ) or die "no port: $!";
my $issuer   = 'http://127.0.0.1:' . $listener->sockport . '/';
my $key      = Crypt::OpenSSL::RSA->generate_key(2048);
open my $file, '<', "$folder/secret" or die "secret: $!";
chomp( my $secret = <$file> );

emptied();
written( 'lemonldap-ng.ini', <<"INI");
[all]
logLevel = error
[configuration]
type = File
dirName = $folder/conf
localStorage = Cache::FileCache
localStorageOptions = { namespace => 'conf', cache_root => '$folder/cache' }
[portal]
templateDir = /usr/share/lemonldap-ng/portal/templates
staticPrefix = /static
languages = fr, en
INI
written( 'conf/lmConf-1.json', encode_json( {
    cfgNum                            => 1,
    cfgDate                           => $seconds,
    portal                            => $issuer,
    domain                            => '127.0.0.1',
    authentication                    => 'Demo',
    userDB                            => 'Same',
    captcha                           => '::Captcha::None',
    captcha_mail_enabled              => 0,
    captcha_register_enabled          => 0,
    locationRules                     => { '127.0.0.1' => { default => 'accept' } },
    kept('global'),
    kept('persistent'),
    localSessionStorage               => 'Cache::FileCache',
    localSessionStorageOptions        => { namespace => 'sessions', cache_root => "$folder/cache" },
    issuerDBOpenIDConnectActivation   => 1,
    oidcServicePrivateKeySig          => $key->get_private_key_string,
    oidcServicePublicKeySig           => $key->get_public_key_x509_string,
    oidcServiceKeyIdSig               => 'k1',
    oidcRPMetaDataOptions             => {
        preau => {
            oidcRPMetaDataOptionsClientID       => 'preau',
            oidcRPMetaDataOptionsClientSecret   => $secret,
            oidcRPMetaDataOptionsRedirectUris   => $back,
            oidcRPMetaDataOptionsIDTokenSignAlg => 'RS256',
            oidcRPMetaDataOptionsRequirePKCE    => 1,
        },
    },
} ) );

my $portal = Lemonldap::NG::Portal->run( {} );
# One that could not begin answers all the same.
my $found = Plack::Test->create($portal)->request( GET "$issuer.well-known/openid-configuration" );
die $found->content unless $found->is_success;
my $hushed = 0;
my $app = sub {
    my ($env) = @_;
    my ($word) = $env->{PATH_INFO} =~ m{^/test/(\w+)$};
    if ($word) {
        $hushed = $word eq 'hush';
        emptied() if $word eq 'fresh';
        return [ 200, [ 'Content-Type' => 'application/json' ], ['{}'] ];
    }
    shutdown $env->{'psgix.io'}, 2 if $hushed;
    return $portal->($env);
};
$| = 1;
print "$issuer\n";
# One at a time: a connection that asks nothing is not waited for.
HTTP::Server::PSGI->new( listen_sock => $listener, timeout => 5 )->run($app);
