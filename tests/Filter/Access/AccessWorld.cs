using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Filter.Access;
using MsLite.Filter.State;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Access;

/// <summary>Accounts and sessions on a database of their own, with a clock that a test moves.</summary>
internal sealed class AccessWorld : IAsyncDisposable
{
    public const string Password = "correct horse battery";

    private readonly TempTree _tree = new();
    private readonly StateDatabase _database;
    private readonly StateWriter _writer;
    private readonly Passwords _passwords = new();

    public AccessWorld(string? postgres = null)
    {
        _database = postgres is null ? StateDatabase.OfFile(_tree.Path("state.db")) : StateDatabase.For(new MsLiteOptions { Database = postgres });
        _writer = new StateWriter(_database, NullLogger<StateWriter>.Instance);
        Accounts = new AccountStore(_database, _writer, _passwords, Clock);
        Sessions = new SessionStore(_database, _writer, Clock);
        Links = new SetupLinks(_database, _writer, _passwords, Clock);
        Tokens = new TokenStore(_database, _writer, Clock);
        Answers = new AnswerBook(_writer, Clock);
        Desk = new SignInDesk(Accounts, Sessions, _passwords, Clock);
    }

    public ManualClock Clock { get; } = new();

    public AccountStore Accounts { get; }

    public SessionStore Sessions { get; }

    public SetupLinks Links { get; }

    public TokenStore Tokens { get; }

    public AnswerBook Answers { get; }

    public SignInDesk Desk { get; }

    public Task<string?> CreateAsync(string name, Role role = Role.Administrator, params string[] domains) =>
        Accounts.CreateAsync(name, Password, role, domains, CancellationToken.None);

    public Task<SignInOutcome> TryAsync(string name, string password = Password, string code = "", string client = "192.0.2.7", bool known = false) =>
        Desk.TryAsync(new SignInTry(name, password, code, IPAddress.Parse(client), known, "Test/1.0"), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _database.DisposeAsync();
        _passwords.Dispose();
        _tree.Dispose();
    }
}
