//! What is tried first at a door of people who work in French schools: written from what we know of them, copied from
//! no list.

/// Keys one after the other, on French, English and German keyboards and on the pad of digits; columns too; what people count.
pub(super) const ROWS: &[&str] = &[
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "aqwzsxedcrfvtgbyhnujikolpm",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1aqw2zsx3edc4rfv5tgb6yhn7ujm",
    "a1z2e3r4t5y6u7i8o9p0",
    "1a2z3e4r5t6y7u8i9o0p",
    "a1b2c3d4e5f6g7h8i9j0",
    "01234567890123456789",
    "147258369",
    "741852963",
    "789456123",
    "abcdefghijklmnopqrstuvwxyz",
];

/// Small plain letters. Sayings, verses and slogans in one piece; then words of passwords, of love, of the school, first
/// names, places, months, football.
pub(super) const WORDS: &str = "\
 longtempsjemesuiscouchedebonneheure maitrecorbeausurunarbreperche aujourdhuimamanestmorte jepensedoncjesuis
 etreounepasetre tobeornottobe maytheforcebewithyou quelaforcesoitavectoi allonsenfantsdelapatrie lejourdegloireestarrive
 liberteegalitefraternite iletaitunefois bonjourtoutlemonde joyeuxanniversaire happybirthday unepommeparjour lavieestbelle
 correcthorsebatterystaple ouvretoisesame sesameouvretoi helloworld carpediem quisemelevent riennesertdecourir
 riennesertdecouririlfautpartirapoint lacigaleayantchantetoutlete demaindeslaube heureuxquicommeulysse sousleleventlamer
 metroboulotdodo vivelesvacances vivementlesvacances vivementlaretraite jenesaispas jaioubliemonmotdepasse

 motdepasse lemotdepasse monmotdepasse mdp passe password passphrase phrasedepasse phrase secret secrete code codesecret sesame
 admin administrateur administrator root test essai demo user utilisateur invite login azerty qwerty bienvenue welcome bonjour
 bonsoir salut hello coucou merci changeme changezmoi defaut default temporaire provisoire internet ordinateur windows
 google facebook instagram tiktok iphone samsung orange free letmein iloveyou dragon monkey princess superman batman
 pokemon starwars matrix

 jetaime jetadore moncoeur monamour amour bebe cheri cherie doudou chouchou loulou minou chaton nounours coeur bisou bisous
 papa maman mamie papi famille enfant enfants soleil lune etoile licorne chocolat vanille caramel fraise bonheur espoir liberte
 egalite fraternite patrie france paix vacances noel maison jardin montagne chien chat cheval tigre lion loup

 ecole college lycee maternelle primaire elementaire universite academie rectorat inspection education nationale
 educationnationale professeur professeure professeurdesecoles prof profs maitre maitresse enseignant enseignante instit
 instituteur directeur directrice principal proviseur cpe aesh atsem eleve eleves classe cantine cartable rentree recreation recre
 tableau craie cahier stylo gomme trousse bulletin notes devoirs vacancesscolaires vie scolaire viescolaire pronote ecoledirecte
 moodle onisep canope sixieme cinquieme quatrieme troisieme seconde premiere terminale bac brevet agrege agregation
 certifie capes crpe math maths mathematiques francais histoire geographie anglais allemand espagnol physique chimie svt eps sport
 musique philosophie latin techno technologie ferry julesferry jeanjaures jaures victorhugo moliere pasteur curie
 mariecurie prevert saintexupery rousseau voltaire pagnol camus syndicat snes unsa sgen cgt

 marie jean pierre michel andre philippe alain jacques bernard nathalie isabelle sylvie catherine martine christine francoise
 valerie sandrine veronique nicolas christophe patrick christian laurent thierry stephane frederic pascal daniel eric david olivier
 julien sebastien thomas alexandre antoine maxime lucas hugo louis gabriel arthur jules leo raphael adam paul theo nathan
 camille emma jade louise alice chloe ines lea manon juliette charlotte sarah zoe lina eva anna rose celine julie aurelie
 emilie sophie caroline virginie laetitia stephanie delphine mathilde pauline laura marion claire anne brigitte monique nicole
 martin durand dubois petit robert richard moreau lefebvre

 paris marseille lyon toulouse nice nantes montpellier strasbourg bordeaux lille rennes reims grenoble dijon angers toulon
 bretagne normandie alsace corse provence occitanie savoie

 janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre lundi mardi mercredi jeudi vendredi samedi
 dimanche printemps ete automne hiver annee

 olympiquedemarseille parissaintgermain psg olympique football foot rugby tennis zidane ronaldo mbappe messi allezlesbleus allezlom
 allez bleus equipe champion

 rouge bleu vert jaune noir blanc violet argent zero deux trois quatre cinq sept huit neuf cent mille
";
