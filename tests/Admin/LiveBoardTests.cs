using System.Net;
using MsLite.Admin.Live;
using MsLite.Filter;
using MsLite.Filter.Live;

namespace MsLite.Admin.Tests;

/// <summary>However much is said, a live page keeps a bounded part of it.</summary>
public sealed class LiveBoardTests
{
    private readonly LiveBoard _board = new();

    [Fact]
    public void A_session_gathers_its_steps_and_shows_what_it_is_about()
    {
        Say("one", LiveStepKind.Mail, from: "ann@example.net");
        Say("one", LiveStepKind.Rcpt, "bob@example.com", "ann@example.net");
        Say("one", LiveStepKind.Verdict, "bob@example.com", verdict: Samples.Message());

        var talk = Assert.Single(_board.Talks);
        Assert.Equal(("ann@example.net", "bob@example.com", FateKind.Archived, 1, true), (talk.From, talk.To, talk.Verdict!.Fate, talk.Messages, talk.IsOpen));
        Assert.Equal(3, talk.Steps.Count);
    }

    [Fact]
    public void The_next_message_of_a_session_is_another()
    {
        Say("one", LiveStepKind.Verdict, "bob@example.com", "ann@example.net", Samples.Message());
        Say("one", LiveStepKind.Mail, from: "eve@example.org");

        var talk = Assert.Single(_board.Talks);
        Assert.Equal(("eve@example.org", ""), (talk.From, talk.To));
        Assert.Null(talk.Verdict);
    }

    [Fact]
    public void Sessions_are_bounded_and_one_that_has_ended_goes_first()
    {
        Say("oldest", LiveStepKind.Hello);
        Say("ended", LiveStepKind.Close);
        for (var i = 0; i < LiveBoard.MostTalks - 1; i++)
        {
            Say($"more {i}", LiveStepKind.Hello);
        }

        Assert.Equal(LiveBoard.MostTalks, _board.Talks.Count);
        Assert.NotNull(_board.Find("oldest"));
        Assert.Null(_board.Find("ended"));
        Say("another", LiveStepKind.Hello);
        Assert.Null(_board.Find("oldest"));
        Assert.Equal("another", _board.Talks.First().Session);
    }

    [Fact]
    public void A_session_that_talks_for_ever_keeps_its_last_steps()
    {
        for (var i = 0; i < 1000; i++)
        {
            Say("one", LiveStepKind.Other, $"{i}");
        }

        var talk = Assert.Single(_board.Talks);
        Assert.Equal((LiveTalk.MostSteps, 1000 - LiveTalk.MostSteps, "999"), (talk.Steps.Count, talk.Forgotten, talk.Steps.Last().Argument));
    }

    private void Say(string session, LiveStepKind kind, string argument = "", string from = "", Activity? verdict = null) => _board.Add(new LiveStep
    {
        Session = session,
        Time = Samples.Noon,
        Kind = kind,
        Client = IPAddress.Parse("192.0.2.7"),
        ClientName = "",
        Helo = "",
        Tls = "",
        From = from,
        Command = "",
        Argument = argument,
        Reply = "",
        Domains = [],
        Verdict = verdict,
    });
}
