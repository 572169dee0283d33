using System.Text;
using MsLite.Filter.Quarantine.View;
using MsLite.Filter.Spool;

namespace MsLite.Filter.Tests.Quarantine.View;

/// <summary>An archived message made readable.</summary>
public sealed class MessageViewTests : IAsyncDisposable
{
    private readonly ArchiveFixture _archive = new();

    [Fact]
    public async Task Decodes_header_text_and_names_and_lists_what_is_attached()
    {
        var view = await ViewAsync(
            "From: =?utf-8?q?J=C3=B6rg?= <joerg@example.net>\r\nTo: bob@example.com, Eve <eve@example.org>\r\nSubject: =?utf-8?b?R3LDvMOfZQ==?=\r\n of today\r\n"
            + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nSch=F6n\r\n"
            + "--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename*=utf-8''%2e%2e%2fetc%2fpasswd%E2%80%AEfdp.exe\r\nContent-Transfer-Encoding: base64\r\n\r\naGVsbG8=\r\n"
            + "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nnot this\r\n--b--\r\n");

        Assert.Equal("Grüße of today", view.Subject);
        Assert.Equal([new("From", "Jörg", "joerg@example.net"), new("To", "", "bob@example.com"), new("To", "Eve", "eve@example.org")], view.Addresses);
        Assert.Equal("Schön", view.Text.Text.Trim());
        Assert.Contains(view.Fields, field => field is { Name: "Subject", Decoded: "Grüße of today", Raw: "=?utf-8?b?R3LDvMOfZQ==?=\n of today" });
        Assert.Equal(["../etc/passwd\\u202Efdp.exe", ""], view.Attachments.Select(attached => attached.Name));
        Assert.Equal((2, "application/pdf", 5L, "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"), (view.Attachments[0].Number, view.Attachments[0].Type, view.Attachments[0].Size, view.Attachments[0].Sha256));
        Assert.Equal("message/rfc822", view.Attachments[1].Type);
        Assert.False(view.HasHtml);
    }

    [Fact]
    public async Task Lets_no_control_character_and_no_turning_mark_through()
    {
        var view = await ViewAsync(
            "From: =?utf-8?q?=E2=80=AE=1B[2Jann?= <ann@example.net>\r\nSubject: =?utf-8?q?a=0D=0ABcc:_x=00=E2=80=AEb?=\r\nX-\u0007: \u202e\u0008\r\n\r\nhello\u001b]0;title\u0007 \u2066x\r\n\r\n\tend\r\n");

        string[] shown = [view.Subject, view.Text.Text, .. view.Fields.SelectMany(field => new[] { field.Name, field.Decoded, field.Raw }), .. view.Addresses.SelectMany(address => new[] { address.DisplayName, address.Address })];

        Assert.All(shown, text => Assert.DoesNotContain(text, c => (char.IsControl(c) && c is not ('\n' or '\t')) || c is '\u202e' or '\u2066'));
        Assert.Contains("\n\n\tend", view.Text.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', view.Subject);
    }

    [Fact]
    public async Task Takes_the_words_out_of_the_html_where_there_is_no_text()
    {
        var view = await ViewAsync("Content-Type: text/html\r\n\r\n<style>x</style><p>Buy <b>now</b></p>\r\n");
        var html = await Viewer().HtmlAsync(view.Entry, CancellationToken.None);

        Assert.True(view is { IsTextFromHtml: true, HasHtml: true, Text.Text: "Buy now" });
        Assert.Equal("<p>Buy <b>now</b></p>", html!.Body.Trim());
    }

    [Fact]
    public async Task Prefers_the_text_of_an_alternative_and_offers_its_html()
    {
        var view = await ViewAsync("Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nplain\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>html\r\n--b--\r\n");

        Assert.True(view is { IsTextFromHtml: false, HasHtml: true });
        Assert.Equal("plain", view.Text.Text.Trim());
        Assert.Empty(view.Attachments);
    }

    [Fact]
    public async Task Shows_the_source_up_to_a_limit()
    {
        var small = await ViewAsync("Subject: x\r\n\r\n\u00e4\u0000\r\n");
        Assert.Equal(new ViewedText("Subject: x\n\nä\\u0000\n", false), await Viewer().RawAsync(small.Entry, CancellationToken.None));

        var large = await ViewAsync("Subject: y\r\n\r\n" + string.Concat(Enumerable.Repeat("0123456789\r\n", 40_000)));
        Assert.True(await Viewer().RawAsync(large.Entry, CancellationToken.None) is { IsCut: true, Text.Length: < 300_000 });
        Assert.True(large.Text is { IsCut: true, Text.Length: <= ViewLimits.Text + 1 });
    }

    [Fact]
    public async Task Says_so_when_the_file_is_gone_or_no_more_what_it_was()
    {
        var entry = (await ViewAsync("Subject: x\r\n\r\nbody\r\n")).Entry;
        var file = _archive.Tree.Path($"spam/{entry.Day}/{entry.Domain}/new/{entry.FileName}");
        await File.AppendAllTextAsync(file, "more");
        await Assert.ThrowsAsync<InvalidDataException>(() => Viewer().ViewAsync(entry, CancellationToken.None));

        File.Delete(file);
        Assert.Null(await Viewer().ViewAsync(entry, CancellationToken.None));
        Assert.Null(await Viewer().HtmlAsync(entry, CancellationToken.None));
        Assert.Null(await Viewer().RawAsync(entry, CancellationToken.None));
    }

    [Fact]
    public async Task Stays_bounded_however_many_parts_fields_and_addresses_there_are()
    {
        var view = await ViewAsync(
            string.Concat(Enumerable.Range(0, 2000).Select(i => $"X-{i}: {new string('x', 100)}\r\n")) + "To: " + string.Join(", ", Enumerable.Range(0, 2000).Select(i => $"u{i}@example.com")) + "\r\n"
            + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + string.Concat(Enumerable.Repeat("--b\r\nContent-Type: a/b\r\n\r\nx\r\n", 3000)));

        Assert.True(view.Fields.Count <= ViewLimits.Fields && view.Addresses.Count <= ViewLimits.Addresses && view.Attachments.Count <= ViewLimits.Attachments);
        Assert.NotEmpty(view.Defects);
    }

    public ValueTask DisposeAsync() => _archive.DisposeAsync();

    private MessageViewer Viewer() => new(_archive.Store, new MessageSpool(_archive.Options));

    private async Task<ReadableMessage> ViewAsync(string message)
    {
        await _archive.ArchiveAsync(Encoding.UTF8.GetBytes(message), "bob@example.com");
        var entry = (await _archive.ReadAsync("166", "example.com"))[^1];
        return (await Viewer().ViewAsync(entry, CancellationToken.None))!;
    }
}
