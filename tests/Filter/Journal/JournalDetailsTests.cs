using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using MsLite.Filter.Journal;

namespace MsLite.Filter.Tests.Journal;

/// <summary>What the last column of a row holds, as bytes: short, and read as it was for as long as there are such rows.</summary>
public sealed class JournalDetailsTests
{
    private const string Facts =
        """{"client-name-known":true,"proxied":false,"early-talker":false,"tls":"TLS 1.3","client-hidden":true,"more-subjects":true,"helo":true,"recipients":2,"mail":"8bitmime","signed":true,"empty-body":false,"From":["Ann <ann@client.example>"],"Date":["Mon, 2 Nov 2026 10:00:00 +0000"],"X-Mailer":["The Bat!","bücher"]}""";

    private const string ShortTrace =
        """[[0,2,"127.0.0.1"],[2,0,"ann@client.example"],[3,0,"client.example"],[4,0,"bob@example.com"],[12,6,4,"example.com/users/valid/bob"],[13,1,2,"example.com/checks/all"],[14,200,3,"example.com/checks/helo","shadow-refuse","HELO name is no good"],[15,0,1,"example.com/checks/all","pass","client.example"],[16,0,0,0,"pass","The client is of the other address family."],["checks/later",17,"Mon, 2 Nov 2026 10:00:00 +0000"],[23,27000,"",0,"pass","The message is not signed."],[28,2,0,0,"abstain","There is no clamd here (server: none)."]]""";

    // Such rows are out there: what is written here never changes.
    private const string Version13 =
        "AecLDHgveTQwSE5RQkFRT0RFMUJBygG3CwJYc210cDovLzEyNy4wLjAuMTo0MDM0MdABc3BmPXBhc3Mgc210cC5tYWlsZnJvbT1hbm5AY2xpZW50LmV4YW1wbGU7IGRraW09bm9uZRxU"
        + "TFMgMS4zAiA4Yml0bWltZQFgQW5uIDxhbm5AY2xpZW50LmV4YW1wbGU+AXhNb24sIDIgTm92IDIwMjYgMTA6MDA6MDAgKzAwMDACIFRoZSBCYXQhHGLDvGNoZXIMAQIQDQMAEBkEABAV"
        + "BQAQBQ0GCGxleGFtcGxlLmNvbS91c2Vycy92YWxpZC9ib2IOAQAZWGV4YW1wbGUuY29tL2NoZWNrcy9hbGwPyAFEFVxleGFtcGxlLmNvbS9jaGVja3MvaGVsb1BIRUxPIG5hbWUgaXMg"
        + "bm8gZ29vZBAAQA1dFREAWAYAERAwY2hlY2tzL2xhdGVyTRj40gFQLQodAl4S";

    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Gen<string> s_texts = Gen.Elements(
        "", "192.0.2.7", "mail.example.net", "\"\\\u001b\n[[", "bücher.example", "The message is not signed.", new string('x', 300));

    private static readonly JournalRow s_row = new()
    {
        Id = "06h1an9z5xdq4xq7",
        Recipient = "bob@example.com",
        Domain = "example.com",
        Time = DateTimeOffset.UnixEpoch,
        Client = "127.0.0.1",
        ClientName = "client.example",
        Helo = "client.example",
        Sender = "ann@client.example",
        Subject = "benchmark",
        MessageId = "<1@client.example>",
        Fate = FateKind.Delivered,
        Reason = "",
        Blocker = "",
        BodyHash = "",
    };

    [Fact]
    public void A_trace_is_stored_short_and_read_as_it_was()
    {
        var entries =
            from rung in Gen.Elements("whitelisted/ips", "users", "checks/helo", "checks/of_a_later_version")
            from value in s_texts
            from file in Gen.Frequency((1, Gen.Constant<string?>(null)), (2, s_texts.Select(text => (string?)text)))
            from result in Gen.Elements(Enum.GetValues<TraceResult>())
            from detail in Gen.Frequency((3, Gen.Constant("")), (1, s_texts))
            from micros in Gen.Choose(0, 10_000_000)
            select new TraceEntry(rung, value, file, result, detail, micros / 1000.0);
        var property = (IList<TraceEntry> trace) => Read(Stored([.. trace])) == Readable([.. trace]);

        Prop.ForAll(entries.ListOf().ToArbitrary(), property).QuickCheckThrowOnFailure();

        Assert.Contains("half \ufffd of a pair", Read(Stored([new TraceEntry("users", "half \ud800 of a pair", null, TraceResult.Pass, "", 0)])), StringComparison.Ordinal);

        TraceEntry[] usual = [.. Enumerable.Range(0, 20).Select(_ => new TraceEntry("checks/helo", "mail.example.net", "example.com/checks/all", TraceResult.Pass, "", 0.012))];
        Assert.InRange(Stored(usual).Length, 1, Readable(usual).Length / 20);
    }

    [Fact]
    public void Each_rung_of_the_ladder_has_a_number_of_one_byte()
    {
        TraceEntry[] trace = [.. JournalTrace.Rungs.Select(rung => new TraceEntry(rung, "mail.example.net", null, TraceResult.Pass, "", 0))];

        Assert.Equal(Readable(trace), Read(Stored(trace)));
        Assert.InRange(trace.Length, 1, 126);
    }

    [Fact]
    public void More_texts_than_are_looked_back_at_are_read_as_they_were()
    {
        TraceEntry[] trace = [.. Enumerable.Range(0, 300).Select(i => new TraceEntry($"checks/c{i % 90}", $"value {i % 70}", $"file {i % 80}", TraceResult.Refuse, $"detail {i % 100}", i))];

        Assert.Equal(Readable(trace), Read(Stored(trace)));
    }

    [Theory]
    [InlineData(0UL, 1)]
    [InlineData(127UL, 1)]
    [InlineData(128UL, 2)]
    [InlineData(ulong.MaxValue, 10)]
    public void A_number_takes_as_many_bytes_as_it_needs(ulong number, int bytes)
    {
        var row = new RowWriter();
        row.Number(number);
        row.EndColumn();
        var stored = new PendingRow(row.End().ToArray()).Bytes(0);

        Assert.Equal(bytes, stored.Length);
        Assert.Equal(number, new DetailsReader(stored, []).Number());
    }

    [Fact]
    public void Bytes_that_nobody_wrote_are_told_of_and_do_no_harm()
    {
        var stored = Convert.FromBase64String(Version13);
        for (var length = 0; length < stored.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => JournalDetails.AddTo(s_row, stored[..length]));
        }

        var random = new Random(1);
        var refused = 0;
        for (var i = 0; i < 5_000; i++)
        {
            var spoilt = stored.ToArray();
            spoilt[random.Next(spoilt.Length)] = (byte)random.Next(256);
            refused += Record.Exception(() => JournalDetails.AddTo(s_row, spoilt)) switch
            {
                null => 0,
                InvalidDataException => 1,
                var other => throw other,
            };
        }

        Assert.InRange(refused, 1, 4_999);
    }

    [Fact]
    public void A_row_of_version_13_is_read_as_it_was_written()
    {
        var row = JournalDetails.AddTo(s_row, Convert.FromBase64String(Version13));

        Assert.Equal(("0HNQBAQODE1BA", 202, 1.463, "x/y"), (row.Session, row.Size, row.Ms, row.File));
        Assert.Equal(("250 2.0.0 Ok [ref 06h1an9z5xdq4xq7]", "smtp://127.0.0.1:40341"), (row.Reply, row.NextHop));
        Assert.Equal("spf=pass smtp.mailfrom=ann@client.example; dkim=none", row.Authentication);
        Assert.Equal(Facts, row.Facts);
        Assert.Equal(FormerTrace.Read(ShortTrace), row.Trace);
        Assert.Equal(("x/y", true), JournalDetails.DecisionOf(Convert.FromBase64String(Version13)));
    }

    [Fact]
    public void A_row_of_version_10_is_read_as_it_was_written()
    {
        var details = Encoding.UTF8.GetBytes(
            $$"""{"session":"0HNQBAQODE1BA","size":1069,"micros":1463,"reply":"250 2.0.0 Ok [ref 06h1an9z5xdq4xq7]","file":"x/y","facts":{{Facts}},"trace":{{ShortTrace}}}""");
        Assert.True(FormerDetails.IsOne(details));

        var row = FormerDetails.AddTo(s_row, details);

        Assert.Equal(("0HNQBAQODE1BA", 1069, 1.463, "x/y"), (row.Session, row.Size, row.Ms, row.File));
        Assert.Equal(("250 2.0.0 Ok [ref 06h1an9z5xdq4xq7]", "", ""), (row.Reply, row.NextHop, row.Authentication));
        Assert.Equal(Facts, row.Facts);
        Assert.Equal(FormerTrace.Read(ShortTrace), row.Trace);
        Assert.Equal(("x/y", true), FormerDetails.DecisionOf(details));
    }

    [Fact]
    public void A_trace_that_an_older_version_stored_is_read_too()
    {
        var stored = Readable([new TraceEntry("checks/date", "", "example.com/checks/date", TraceResult.Refuse, "Missing header - Date:", 0.1)]);
        Assert.Equal(stored, FormerTrace.Read(stored));
        Assert.Equal("[]", FormerTrace.Read("[]"));
        Assert.Equal(stored, FormerTrace.Read("""[["checks/date",100,"","example.com/checks/date","refuse","Missing header - Date:"]]"""));
    }

    private static byte[] Stored(IReadOnlyList<TraceEntry> trace)
    {
        var row = new RowWriter();
        row.Column("mail.example.net");
        JournalTrace.Write(row, trace);
        row.EndColumn();
        return new PendingRow(row.End().ToArray()).Bytes(1).ToArray();
    }

    private static string Read(byte[] stored) => JournalTrace.Read(new DetailsReader(stored, ["mail.example.net"]));

    private static string Readable(IReadOnlyList<TraceEntry> trace)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, s_readable))
        {
            TraceJson.Write(json, trace);
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }
}
