using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Filter.Journal;
using MsLite.Filter.State;
using MsLite.Harness;
using MsLite.Mail.Mime;
using MsLite.Smtp;

namespace MsLite.Filter.Tests.Journal;

/// <summary>What the journal meets in PostgreSQL alone.</summary>
public sealed class JournalInPostgresTests
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 6, 15, 12, 0, 0, TimeSpan.Zero));

    [ToolFact("initdb", "postgres")]
    public async Task A_word_with_capitals_beyond_ascii_is_found_as_it_was_written()
    {
        await using var postgres = await PrivatePostgres.StartAsync();
        using var tree = new TempTree();
        foreach (var where in new[] { StateDatabase.OfFile(tree.Path("state.db")), StateDatabase.For(new MsLiteOptions { Database = postgres.ConnectionString }) })
        {
            await using var database = where;
            await InsertAsync(database, Row("id1", "Schlüssel zur Übergabe"), Row("id2", "something else"));

            foreach (var word in new[] { "Übergabe", "ÜBERgabe", "SCHL" })
            {
                var page = await new JournalReader(database).SearchAsync(new JournalQuestion { Parts = [word] }, CancellationToken.None);
                Assert.Equal("id1", Assert.Single(page.Rows).Id);
            }
        }
    }

    [ToolFact("initdb", "postgres")]
    public async Task A_row_that_the_database_does_not_take_keeps_no_other_out()
    {
        await using var postgres = await PrivatePostgres.StartAsync();
        await using (var first = StateDatabase.For(new MsLiteOptions { Database = postgres.ConnectionString }))
        await using (var connection = await first.OpenAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync("CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0", CancellationToken.None);
        }

        await using var database = StateDatabase.For(new MsLiteOptions { Database = postgres.ConnectionString.Replace("Database=postgres", "Database=latin", StringComparison.Ordinal) });
        await using var writer = new StateWriter(database, NullLogger<StateWriter>.Instance);
        using var metrics = new FilterMetrics(_clock);
        await using (var journal = new MessageJournal(writer, metrics, NullLogger<MessageJournal>.Instance))
        {
            Add(journal, "bob@example.com", "Grüße");
            Add(journal, "carol@example.com", "a smile \U0001F600");
            Add(journal, "dave@example.com", "hello");
        }

        var rows = await new JournalReader(database).FindAsync(new JournalQuestion(), CancellationToken.None);
        Assert.Equal(["Grüße", "hello"], rows.Select(row => row.Subject).Order(StringComparer.Ordinal));
        Assert.Equal(2, (await new WeekReader(database, _clock).OfAsync("example.com", CancellationToken.None)).Received);
        Assert.Empty(writer.Notices);
    }

    [ToolFact("initdb", "postgres")]
    public async Task A_retry_that_got_through_is_found_by_message_id_and_without_one_by_body()
    {
        await using var postgres = await PrivatePostgres.StartAsync();
        await using var database = StateDatabase.For(new MsLiteOptions { Database = postgres.ConnectionString });
        await InsertAsync(
            database, Row("id1", "", FateKind.Archived, "", "cafe"), Row("id2", "", FateKind.Delivered, "", "cafe"), Row("id3", "", FateKind.Delivered, "<1@example.net>", "beef"));

        Assert.Equal("id2", (await new JournalReader(database).FindRetryAsync(Refused(""), CancellationToken.None))?.Id);
        Assert.Equal("id3", (await new JournalReader(database).FindRetryAsync(Refused("Message-ID: <1@example.net>\n"), CancellationToken.None))?.Id);
        Assert.Null(await new JournalReader(database).FindRetryAsync(Refused("Message-ID: <2@example.net>\n"), CancellationToken.None));
    }

    private void Add(MessageJournal journal, string recipient, string subject)
    {
        var verdict = new Verdict(VerdictKind.Deliver, "", null, null, []);
        var fate = new Fate(PolicyWorld.To(recipient), FateKind.Delivered, verdict, new SmtpReply(250, "2.0.0", "Ok"), NextHop: null);
        journal.Add(Mail($"Subject: {subject}\n"), [fate], TimeSpan.Zero);
    }

    private Transaction Refused(string header)
    {
        var transaction = Mail(header);
        transaction.Recipients.Add(PolicyWorld.To("bob@example.com"));
        return transaction;
    }

    private Transaction Mail(string header)
    {
        var content = PolicyWorld.Content($"{header}\nx\n");
        return new Transaction
        {
            Id = "id1",
            Client = PolicyWorld.Mail("ann@example.net", "192.0.2.7", []).Client,
            ReturnPath = PolicyWorld.Address("ann@example.net"),
            Parameters = MailParameters.None,
            Received = _clock.GetUtcNow(),
            Options = new MsLiteOptions(),
            Content = content,
            Message = MimeMessage.Parse(content.OpenRead()),
        };
    }

    private static async Task InsertAsync(StateDatabase database, params PendingRow[] rows)
    {
        await using var connection = await database.OpenToWriteAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync();
        await JournalTable.InsertAsync(connection, transaction, rows);
        await transaction.CommitAsync();
    }

    private PendingRow Row(string id, string subject, FateKind fate = FateKind.Delivered, string messageId = "", string bodyHash = "") => PackedRow.Of(
        id, "bob@example.com", "example.com", _clock.GetUtcNow().ToUnixTimeMilliseconds(), "192.0.2.7", "", "h", "ann@example.net", subject, messageId,
        fate.Word(), "", "", bodyHash);
}
