# The page of copies that look alike
pieces-alike = See the copies that look alike
piece-alike = Looks like piece no. { $number }
copies-title = Copies that look alike
copies-lead = A picture posted again elsewhere changes a little: smaller, cropped, marked with a name. We bring together what looks alike, and the addresses that lead to the same content.
copies-no-proof = This helps to forget nothing. It proves nothing: look at each picture yourself. A copy that is cropped a lot or turned over may escape us.
copies-none = None of your pieces look alike, and each content has a single address.
copies-case = Content { $number }
copies-left = { $left ->
    [0] Gone everywhere: { $count } of { $count }.
    [one] One address to have removed or to check, of { $count }.
   *[other] { $left } addresses to have removed or to check, of { $count }.
}
copies-no-address = No address is noted for these pictures.
copies-never-looked = Not checked yet
copies-kept = The page answered on { $date }
copies-not-seen = The page could not be seen on { $date }: check yourself
copies-look = Keep a page to check that it is online
copies-note = Note what is gone, in the follow-up
