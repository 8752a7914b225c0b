# The desk of those who help: dossiers opened to them, teams, notes of a team.

desk-which = Which dossiers
desk-pages = Pages of the list
desk-page = Page { $number }
desk-all = All ({ $count })
desk-mine = Those I follow ({ $count })
desk-free = Those nobody follows ({ $count })
desk-order = The nearest date first. The arrow keys go from one dossier to the next.
desk-late = Date passed
desk-new = Never opened
desk-news = { $count ->
    [one] One new thing
   *[other] { $count } new things
}
desk-followed = Team { $team } · followed by { $name }
desk-unfollowed = Team { $team } · nobody follows it yet
desk-load = Who follows what: { $team }
desk-load-who = Person
desk-load-dossiers = Dossiers
desk-load-near = Dates within 7 days
desk-load-late = Dates passed
desk-load-nobody = Nobody follows
desk-team = The team { $team }
team-title = Team { $name }
team-lead = Dossiers opened to this team open for each of its members. The person of the dossier is told each opening, with the member’s name.
team-members = Members
team-you = you
team-take-out = Take { $name } out of the team
team-take-out-hint = Closing is immediate. What was read may have been remembered.
team-add = Add a member
team-add-who = Who?
team-add-save = Add to the team
team-add-nobody = Everybody of your organisation who may read dossiers is in the team already.
team-last = A team keeps at least one member. Nothing has changed.
team-who-missing = Choose whom to add.
summary-since = Since your last visit, on { $date }
summary-since-nothing = Nothing new.
summary-team = Notes of the team { $team }
summary-team-lead = These notes stay in your team. The person of the dossier does not see them here; she can ask your organisation for them (GDPR, article 15). Write them as if she read them. They are erased with the access.
summary-team-none = No note for the moment.
summary-team-note = Add a note
summary-team-save = Keep the note
summary-team-nothing = Write the note before keeping it.
summary-team-long = This note is too long. Make it shorter. Nothing is lost.
summary-follows = { $name } follows this dossier.
summary-follows-me = You follow this dossier.
summary-follows-nobody = Nobody of the team follows this dossier yet.
summary-follow = I follow this dossier
summary-unfollow = I no longer follow it
summary-follow-said = { $who }: { $name } follows the dossier
summary-unfollow-said = { $who }: nobody follows the dossier any more
share-team = Its members: { $names }. Each may open your dossier; you will see who.
role-team = team
