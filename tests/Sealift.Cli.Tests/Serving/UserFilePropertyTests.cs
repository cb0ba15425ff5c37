using CsCheck;
using Sealift.Cli.Output;
using Sealift.Cli.Serving.Users;

namespace Sealift.Cli.Tests.Serving;

/// <summary>The file of users: what was written is who may log in, whatever else is in it.</summary>
[Trait("Threat", "T39")]
public sealed class UserFilePropertyTests
{
    private const string Hash = "pbkdf2-sha256$600000$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private static readonly Gen<string> Text = Gen.Char["ab \"'\\#=[]{},.$-_/:é中~%\u00a0\u202e09"].Array[1, 24].Select(static chars => new string(chars));

    private static readonly Gen<UserEntry> Users =
        from host in Any(null, "files.example.org", "10.0.0.1")
        from name in Text.Where(static name => UserReader.NameProblem(name) is null)
        from root in Text
        from rights in Any("read", "write", "delete", "list", "overwrite").Array[0, 5]
        from sessions in Gen.Int[1, 10_000]
        from quota in Any("0", "10G", "500k", "123456789")
        from networks in Any("192.0.2.0/24", "2001:db8::/32", "::1", "10.0.0.7").Array[1, 3]
        from isShort in Gen.Bool
        select new UserEntry(host, name, isShort
            ? new Dictionary<UserKey, IReadOnlyList<string>> { [UserKeys.Password] = [Hash] }
            : new Dictionary<UserKey, IReadOnlyList<string>>
            {
                [UserKeys.Password] = [Hash],
                [UserKeys.Root] = [root],
                [UserKeys.CreateRoot] = ["true"],
                [UserKeys.Rights] = rights,
                [UserKeys.Quota] = [quota],
                [UserKeys.Sessions] = [$"{sessions}"],
                [UserKeys.AllowFrom] = networks,
            });

    [Fact]
    public void Reading_what_was_written_gives_the_same_users() =>
        Gen.Select(Users.Array[1, 4], Text, Any("", "# mine\r\n", "# mine\n[user.kept]\nanonymous = true")).Sample(static (users, root, before) =>
        {
            var all = users.DistinctBy(static user => (user.Host, user.Name)).Where(static user => user.Name != "kept").ToList();
            var file = all.Aggregate(UserFile.Parse(before, "users.toml"), static (file, user) => file.With(user));
            var first = all.FirstOrDefault();
            if (first is not null) file = file.With(first, UserKeys.Root, [root]);
            var read = UserFile.Parse(file.Text, "users.toml");

            Assert.Equal(all.Count + (before.Contains("kept", StringComparison.Ordinal) ? 1 : 0), read.Users.Count());
            foreach (var user in all)
            {
                var found = read.Find(user.Host, user.Name);
                Assert.NotNull(found);
                var expected = user == first ? user.Values.Where(static pair => pair.Key != UserKeys.Root).Append(new(UserKeys.Root, [root])) : user.Values;
                Assert.Equal(
                    expected.Select(static pair => $"{pair.Key}={string.Join('\n', pair.Value)}").Order(StringComparer.Ordinal),
                    found.Values.Select(static pair => $"{pair.Key}={string.Join('\n', pair.Value)}").Order(StringComparer.Ordinal));
            }

            if (first is null) return;
            var without = read.Without(read.Find(first.Host, first.Name)!);
            Assert.Null(without.Find(first.Host, first.Name));
            Assert.All(all.Skip(1), user => Assert.NotNull(without.Find(user.Host, user.Name)));
        });

    [Fact]
    public void No_text_is_more_than_a_file_or_an_error_that_says_where() =>
        Gen.OneOf(
            Text,
            Any(
                "[user.a]\n", "[user.", "[host.x]\n", "password", "=", "\"", "]", "[", "\n", "anonymous = true\n", "rights = [", "1", ".", "'", "\\",
                "\0", "{").Array[0, 25].Select(string.Concat))
            .Sample(static text =>
            {
                try
                {
                    Assert.All(UserFile.Parse(text, "users.toml").Users, static user => Assert.Null(UserReader.NameProblem(user.Name)));
                }
                catch (CommandException e)
                {
                    Assert.StartsWith("users.toml, line ", e.Message, StringComparison.Ordinal);
                }
            });

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
