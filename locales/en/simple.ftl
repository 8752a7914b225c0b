# The simple version of the six key pages. A short sentence, one idea. Each line is a paragraph.

simple-on = Simple version
simple-off = Full version
simple-home-title = You are not alone
simple-home =
    Is somebody hurting you online or at work?
    Préau helps you.
    You do not give your name.
    You pay nothing.
    Choose one of the three doors.
simple-home-next =
    You tell what happened.
    Préau tells you what to do, and on which day.
    You keep your proof here.
    Nobody reads it unless you agree.
simple-danger-title = Are you in danger?
simple-danger =
    Tick what is true for you.
    Nothing is true? Tick nothing.
    Danger now? Call 17 or 112.
    You cannot speak? Send a text message to 114.
simple-card-title = Call first
simple-card =
    Your life matters more than all the rest.
    Call now. Say where you are.
    Stay with a person you like.
    After that, you can go on here.
simple-story-title = What happened?
simple-story =
    Write in your own words.
    Mistakes do not matter.
    Say who, when and where, if you know.
    You do not know? It does not matter.
    You can change your text later.
simple-plan-title = What you can do
simple-plan =
    Here is what to do, in order.
    Start with number one.
    You do not have to do everything today.
    Ask a person you trust to help you.
simple-plan-today = Today
simple-plan-next = The next days
simple-plan-all = See the whole plan
simple-plan-keep =
    Do you want to keep this plan?
    Press the button.
    Préau gives you eight words. Write them down well.
    With these words, you come back here.
simple-shelter-title = Keep a proof
simple-shelter =
    A proof shows what happened.
    It is a picture of the screen, a message, a video.
    Choose the file. Press the button.
    Préau keeps it. If somebody changes it, it shows.
    Never send a picture of a naked child. Call 3018.
simple-who-title = Who can read?
simple-who =
    You read your file. Only you.
    Your boss does not read it.
    Closed, it is locked. This site cannot read it.
    You can open your file to somebody.
    You can also close it again.
    Your eight words are the key. Give them to nobody.
    You lose them? Nobody can find them again.
    A judge can ask for the file. Closed, it does not show your words.
    Take care: a person behind you can read the screen.
    Press “Leave quickly” to go.
