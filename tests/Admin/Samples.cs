using MsLite.Filter;

namespace MsLite.Admin.Tests;

/// <summary>Messages to draw.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);

    public static Activity Message(string subject = "hello", string from = "ann@example.net", FateKind fate = FateKind.Archived) => new()
    {
        Id = "06h08b0gpdw3b7dm",
        SessionId = "0HNQ8N3OB1A5O",
        Time = Noon,
        Client = "192.0.2.7",
        ClientName = "",
        HelloName = "mx.example.net",
        From = from,
        To = ["bob@example.com"],
        MoreRecipients = 0,
        Subject = subject,
        Size = 2048,
        Fate = fate,
        Rung = fate == FateKind.Delivered ? null : "checks/date",
        File = fate == FateKind.Delivered ? null : "example.com/checks/date",
        Reason = fate == FateKind.Delivered ? "" : "Missing header - Date:",
        Reply = "550 5.7.1 Missing header - Date: [ref 06h08b0gpdw3b7dm]",
        NextHop = "",
        Trace = [new TraceEntry("users", from, "example.com/users/valid/bob", TraceResult.Pass, "", 0.1), new TraceEntry("checks/date", subject, "example.com/checks/date", TraceResult.Refuse, "Missing header - Date:", 0.2)],
        Ms = 3,
    };
}
