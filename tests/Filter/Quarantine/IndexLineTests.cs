using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using MsLite.Filter.Quarantine;
using MsLite.Mail;

namespace MsLite.Filter.Tests.Quarantine;

public sealed class IndexLineTests : IAsyncLifetime
{
    private readonly ArchiveFixture _archive = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _archive.DisposeAsync();

    [Fact]
    public async Task Whatever_a_stranger_said_the_line_is_one_line_of_valid_UTF8_that_parses()
    {
        using var spooled = await _archive.SpoolAsync([]);
        var property = (string text, string other) =>
        {
            var hostile = text + "\n\u2028\ud800\0\x7f\"\\|<script>" + other;
            var bytes = Write(spooled, hostile);
            var line = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            using var json = JsonDocument.Parse(bytes);
            var entry = IndexLineParser.TryParse(bytes, "1", "example.com");
            return line.EndsWith('\n') && line.Count(c => char.IsControl(c) || c is '\u2028' or '\u2029') == 1
                && entry is { Trace.Count: 1 } && entry.Helo == IndexText.Clean(hostile, 1000) && entry.Helo == entry.Reason;
        };
        Prop.ForAll(property).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task A_line_stays_below_64_KiB_whatever_is_put_into_it()
    {
        using var spooled = await _archive.SpoolAsync([]);
        var huge = new string('\u4e2d', 100_000);
        var bytes = Write(spooled, huge, Enumerable.Repeat(new TraceEntry(huge, huge, huge, TraceResult.Abstain, huge, double.NaN), 500).ToList());
        Assert.InRange(bytes.Length, 1000, 65536);
        Assert.EndsWith("…", IndexLineParser.TryParse(bytes, "1", "x")!.Helo, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_written_is_read_back()
    {
        using var spooled = await _archive.SpoolAsync([]);
        var trace = new[]
        {
            new TraceEntry("whitelisted/ips", "192.0.2.7", null, TraceResult.Pass, "", 0.125),
            new TraceEntry("checks/date", "", "example.com/checks/date", TraceResult.ShadowRefuse, "Missing header - Date:", 2),
            new TraceEntry("checks/spf", "ünï", null, TraceResult.Abstain, "no answer", 17.5),
        };
        var entry = IndexLineParser.TryParse(Write(spooled, "helo.example", trace), "166", "example.com")!;
        Assert.Equal(trace, entry.Trace);
        Assert.Equal(("166", "example.com", "f", 1L, 2L, "ab"), (entry.Day, entry.Domain, entry.FileName, entry.Size, entry.Offset, entry.Sha256));
        Assert.Equal("example.com/checks/helo", entry.File);
    }

    [Fact]
    public void Any_bytes_are_a_line_or_not_but_never_an_exception()
    {
        var property = (byte[] bytes) =>
        {
            _ = IndexLineParser.TryParse(bytes, "1", "x");
            _ = IndexLineParser.TryParse([(byte)'{', .. bytes], "1", "x");
            _ = IndexLineParser.TryParse([.. "{\"time\":\""u8, .. bytes, .. "\",\"filename\":\"99999999999.x\"}"u8], "1", "x");
            return true;
        };
        Prop.ForAll(property).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("""{"trace":[[[[[[[[[[[[]]]]]]]]]]]]}""")]
    [InlineData("""{"from":"\ud800"}""")]
    [InlineData("""{"from":"a" """)]
    [InlineData("[]")]
    [InlineData("plain")]
    [InlineData("")]
    public void What_is_no_line_of_ours_is_none(string line) => Assert.Null(IndexLineParser.TryParse(Encoding.UTF8.GetBytes(line), "1", "x"));

    [Theory]
    [InlineData("""{"filename":"99999999999.P1","size":-1,"offset":1.5,"trace":[1,{"result":"x"},{"result":"pass","ms":1e999}],"from":7}""")]
    [InlineData("""{"time":"not a time","sha256":null}""")]
    public void Values_of_the_wrong_kind_are_as_if_they_were_missing(string line)
    {
        var entry = IndexLineParser.TryParse(Encoding.UTF8.GetBytes(line), "1", "x")!;
        Assert.Null(entry.Size);
        Assert.Null(entry.Offset);
        Assert.Null(entry.Sha256);
        Assert.Equal("", entry.From);
    }

    [Fact]
    public void The_seeds_lines_are_read()
    {
        var entry = IndexLineParser.TryParse(
            """{"recipient":"bob@example.com","helo":"x","from":"<ann@example.net>","reason":"Empty body","filename":"1234567890.P1M2Q0.host.example.com","ip":"192.0.2.1","subject":"hi","host":"Unknown"}"""u8,
            "300", "example.com")!;
        Assert.Equal(("ann@example.net", "bob@example.com", "Empty body"), (entry.From, entry.Recipient, entry.Reason));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1234567890), entry.Time);
        Assert.Null(entry.Offset);
        Assert.Null(entry.Id);
    }

    [Fact]
    public void The_seeds_invalid_UTF8_costs_only_the_characters_it_spoils()
    {
        var entry = IndexLineParser.TryParse([.. "{\"subject\":\"caf"u8, 0xE9, .. "\",\"ip\":\"192.0.2.1\"}"u8], "1", "x")!;
        Assert.Equal("caf\uFFFD", entry.Subject);
        Assert.Equal("192.0.2.1", entry.Ip);
    }

    [Fact]
    public void The_seeds_first_form_is_read_with_bars_in_the_subject()
    {
        var entry = IndexLineParser.TryParse("<a@example.net>|<b@example.com>|/spam/1/example.com/new/1234567890.x|a | b"u8, "1", "example.com")!;
        Assert.Equal(("a@example.net", "b@example.com", "1234567890.x", "a | b"), (entry.From, entry.Recipient, entry.FileName, entry.Subject));
    }

    private byte[] Write(MsLite.Filter.Spool.SpooledMessage spooled, string text, IReadOnlyList<TraceEntry>? trace = null)
    {
        var transaction = _archive.NewTransaction(spooled, text, text, new EmailAddress(text, "example.net"));
        transaction.ClientName = ClientName.Of(text);
        trace ??= [new TraceEntry(text, text, text, TraceResult.Refuse, text, 1)];
        return IndexLine.Write(transaction, ArchiveFixture.Copy("bob@example.com", text, trace), new ArchivedFile("f", _archive.Clock.GetLocalNow(), 1, 2, "ab"));
    }
}
