using Microsoft.Extensions.DependencyInjection;
using MsLite.Filter.State;

namespace MsLite.Filter.Access;

/// <summary>Puts tokens, accounts and sessions into the host.</summary>
internal static class AccessParts
{
    public static void AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<FailedTries>();
        services.AddSingleton<Passwords>();
        services.AddSingleton(provider => new TokenStore(Database(provider), Writer(provider), Clock(provider)));
        services.AddSingleton(provider => new AnswerBook(Writer(provider), Clock(provider)));
        services.AddSingleton(provider => new SessionStore(Database(provider), Writer(provider), Clock(provider)));
        services.AddSingleton(provider => new AccountStore(Database(provider), Writer(provider), provider.GetRequiredService<Passwords>(), Clock(provider)));
        services.AddSingleton(provider => new OwnAccount(provider.GetRequiredService<AccountStore>(), provider.GetRequiredService<Passwords>(), Clock(provider)));
        services.AddSingleton(provider => new SetupLinks(Database(provider), Writer(provider), provider.GetRequiredService<Passwords>(), Clock(provider)));
        services.AddSingleton(provider => new PanelKeys(Database(provider), Writer(provider)));
        services.AddSingleton(provider => new SignInDesk(
            provider.GetRequiredService<AccountStore>(),
            provider.GetRequiredService<SessionStore>(),
            provider.GetRequiredService<Passwords>(),
            Clock(provider)));
    }

    private static StateDatabase Database(IServiceProvider provider) => provider.GetRequiredService<StateDatabase>();

    private static StateWriter Writer(IServiceProvider provider) => provider.GetRequiredService<StateWriter>();

    private static TimeProvider Clock(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();
}
